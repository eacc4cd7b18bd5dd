package dev.sojourn.processor.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An event is stored once, however often it arrives; most are written without a duplicate check.
 */
class DuplicateEventTest {

  private static final String PAGE =
      "{'uuid':'0190','event':'page:viewed','distinct_id':'ada','properties':{}}";
  private static final String SIGN_UP =
      "{'uuid':'0190','event':'user:created','distinct_id':'ada','properties':{}}";

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private void givenJourneyOn(String event) {
    engine.givenJourney(
        """
        {'id':'hello','trigger':{'event':'%s'},'entryLimit':'unlimited',
         'steps':[{'id':'done','type':'complete'}]}
        """
            .formatted(event));
  }

  private List<EventRow> events() {
    return engine.ask(new Query.EventsOfPerson("ada", null, null, null, 100)).events();
  }

  @Test
  void shouldShowWhatNobodyMentionsOnceHoweverOftenItComes() {
    // when
    engine.raw(engine.now(), PAGE);
    engine.raw(engine.now(), PAGE);

    // then
    assertThat(events()).hasSize(1);
  }

  @Test
  void shouldFindByItsIdWhatThePersonsListShows() {
    // given the first in one window, its duplicate in the other and in the next segment
    givenJourneyOn("user:created");
    engine.raw(engine.now(), SIGN_UP);
    engine.raw(engine.now(), PAGE);
    engine.whileDown(StoreNames.HISTORY_SEGMENT);
    engine.raw(engine.now(), PAGE);
    EventRow listed = events().get(0);

    // when
    List<EventRow> found =
        engine
            .ask(
                new Query.StoredEvents(
                    List.of(new UUID(0, 0), UUID.fromString(listed.id()), new UUID(7, 7))))
            .events();

    // then
    assertThat(events()).hasSize(1);
    assertThat(listed.event()).isEqualTo("user:created");
    assertThat(found).containsExactly(listed);
  }

  @Test
  void shouldShowTheFirstWhenItComesAgainInTheNextSegment() {
    // given
    engine.raw(engine.now(), PAGE);
    List<EventRow> first = events();

    // when
    engine.whileDown(StoreNames.HISTORY_SEGMENT);
    engine.raw(engine.now(), PAGE);

    // then
    assertThat(events()).isEqualTo(first);
  }

  @Test
  void shouldKeepWhatDecidedSomethingWhenAnotherEventHasItsUuid() {
    // given
    givenJourneyOn("user:created");
    engine.raw(engine.now(), SIGN_UP);

    // when
    engine.raw(engine.now(), PAGE);

    // then
    assertThat(events()).extracting(EventRow::event).containsExactly("user:created");
  }

  @Test
  void shouldDecideNothingByARepeatOfWhatNobodyMentionedAtFirst() {
    // given
    engine.raw(engine.now(), PAGE);
    givenJourneyOn("page:viewed");

    // when
    engine.raw(engine.now(), PAGE);

    // then
    assertThat(engine.states("ada", "hello")).isEmpty();
  }

  @Test
  void shouldDecideNothingByARepeatFromTheSegmentBefore() {
    // given
    engine.raw(engine.now(), PAGE);
    givenJourneyOn("page:viewed");

    // when
    engine.whileDown(StoreNames.HISTORY_SEGMENT);
    engine.raw(engine.now(), PAGE);

    // then
    assertThat(engine.states("ada", "hello")).isEmpty();
  }

  @Test
  void shouldTellWhoeverAsksThatItWasARepeat() {
    // given
    engine.raw(engine.now(), PAGE);
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.REPLY_TO, Headers.bytes(0));
    headers.add(Headers.CORRELATION, Headers.bytes("ask-1"));

    // when
    engine.raw(PAGE.replace('\'', '"').getBytes(StandardCharsets.UTF_8), headers);

    // then
    Result result = Result.read(engine.results().get(0).value());
    assertThat(result.answer(Answer.EventDecided.class).stored()).isFalse();
  }
}
