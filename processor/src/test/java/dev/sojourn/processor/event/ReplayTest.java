package dev.sojourn.processor.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Partitions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayTest {

  private static final String NAP =
      """
      {'id':'%s','trigger':{'event':'go'},%s
       'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private EngineHarness engine;
  private int replays;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private static UUID id(String userId, String uuid) {
    return EventIds.derive(Partitions.hash(userId), userId, uuid);
  }

  private static String event(String userId, String name, String uuid) {
    return "{'uuid':'%s','event':'%s','distinct_id':'%s','properties':{'$set':{'plan':'pro'}}}"
        .formatted(uuid, name, userId);
  }

  private void happened(String userId, String name, String uuid) {
    engine.raw(engine.now(), event(userId, name, uuid));
  }

  private Result replay(String userId, String name, String uuid, Instant occurredAt) {
    return replay("replay-" + replays++, userId, name, uuid, occurredAt);
  }

  private Result replay(
      String command, String userId, String name, String uuid, Instant occurredAt) {
    String event = event(userId, name, uuid).replace('\'', '"');
    return engine.command(
        command, new Command.ReplayEvent(userId, id(userId, uuid), occurredAt, "request", event));
  }

  private List<EventRow> stored(String userId) {
    return engine.ask(new Query.EventsOfPerson(userId, null, null, null, 100)).events();
  }

  @Test
  void shouldEnterAJourneyThatWasPublishedAfterTheEvent() {
    // given
    happened("ada", "go", "one");
    engine.givenJourney(NAP.formatted("late", ""));

    // when
    Result result = replay("ada", "go", "one", engine.now());

    // then
    Answer.EventDecided decided = result.answer(Answer.EventDecided.class);
    assertThat(decided.stored()).isTrue();
    assertThat(decided.entries())
        .hasEntrySatisfying("late", entry -> assertThat(entry.instance()).isNotNull());
    assertThat(engine.onlyState("ada", "late").hatchetRunId())
        .isEqualTo(id("ada", "one").toString());
    assertThat(engine.journal())
        .last()
        .extracting(j -> j.at("/stimulus/command").asText())
        .isEqualTo("replay");
  }

  @Test
  void shouldLeaveHistoryAndContactAsTheyAre() {
    // given
    happened("ada", "go", "one");
    engine.command(
        new Command.ReplayEvent(
            "bob",
            id("bob", "one"),
            engine.now(),
            "request",
            event("bob", "go", "one").replace('\'', '"')));

    // when
    replay("ada", "go", "one", engine.now());

    // then
    assertThat(stored("ada")).hasSize(1);
    assertThat(stored("bob")).isEmpty();
    assertThat(engine.rows(StoreNames.STATE))
        .as("Ada's contact; an answer and an audit row for each command")
        .isEqualTo(5);
  }

  @Test
  void shouldGiveTheFirstAnswerWhenTheSameReplayComesAgain() {
    // given
    happened("ada", "go", "one");
    engine.givenJourney(NAP.formatted("open", "'entryLimit':'unlimited',"));
    Result first = replay("same", "ada", "go", "one", engine.now());
    engine.after(Duration.ofHours(2));

    // when
    Result again = replay("same", "ada", "go", "one", EngineHarness.START);

    // then
    assertThat(again).isEqualTo(first);
    assertThat(engine.states("ada", "open")).hasSize(1);
  }

  @Test
  void shouldAskTheGuardsWithTheTimeAtWhichItHappened() {
    // given
    engine.givenJourney(NAP.formatted("daily", "'entryLimit':'once_per_period',"));
    happened("ada", "go", "one");
    engine.after(Duration.ofDays(2));

    // when
    replay("ada", "go", "one", EngineHarness.START);

    // then
    assertThat(engine.states("ada", "daily")).hasSize(1);
    assertThat(engine.refusals("ada", "daily")).containsExactly("period_not_elapsed");
  }

  @Test
  void shouldEndWhatAnExitThatWasMissedWouldHaveEnded() {
    // given
    happened("ada", "leave", "gone");
    engine.givenJourney(NAP.formatted("open", "'exitOn':[{'event':'leave'}],"));
    happened("ada", "go", "one");

    // when
    replay("ada", "leave", "gone", EngineHarness.START);

    // then
    assertThat(engine.onlyState("ada", "open").status()).isEqualTo("exited");
  }

  @Test
  void shouldNeverEndTheInstanceThatTheEventItselfHasMade() {
    // given
    engine.givenJourney(NAP.formatted("own", "'exitOn':[{'event':'go'}],"));
    happened("ada", "go", "one");

    // when
    replay("ada", "go", "one", engine.now());

    // then
    assertThat(engine.onlyState("ada", "own").status()).isEqualTo("waiting");
    assertThat(engine.refusals("ada", "own")).containsExactly("already_entered_once");
  }

  @Test
  void shouldRefuseAnEventOfSomebodyElse() {
    // when
    Result result =
        engine.command(
            new Command.ReplayEvent(
                "ada",
                id("ada", "one"),
                engine.now(),
                "request",
                event("bob", "go", "one").replace('\'', '"')));

    // then
    assertThat(result.rejection())
        .isEqualTo(
            Rejection.of(
                EventRejection.EVENT_INVALID,
                Map.of("reason", "invalid_command", "problem", "expected an event of this user")));
    assertThat(result.body()).isEmpty();
  }
}
