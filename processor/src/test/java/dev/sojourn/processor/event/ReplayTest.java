package dev.sojourn.processor.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.command.Command;
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

  private EngineHarness heart;
  private int replays;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
  }

  @AfterEach
  void stop() {
    heart.close();
  }

  private static UUID id(String userId, String uuid) {
    return EventIds.derive(Partitions.hash(userId), userId, uuid);
  }

  private static String event(String userId, String name, String uuid) {
    return "{'uuid':'%s','event':'%s','distinct_id':'%s','properties':{'$set':{'plan':'pro'}}}"
        .formatted(uuid, name, userId);
  }

  private void happened(String userId, String name, String uuid) {
    heart.raw(heart.now(), event(userId, name, uuid));
  }

  private Result replay(String userId, String name, String uuid, Instant occurredAt) {
    return replay("replay-" + replays++, userId, name, uuid, occurredAt);
  }

  private Result replay(
      String command, String userId, String name, String uuid, Instant occurredAt) {
    String event = event(userId, name, uuid).replace('\'', '"');
    return heart.command(
        command, new Command.ReplayEvent(userId, id(userId, uuid), occurredAt, "request", event));
  }

  private List<EventRow> stored(String userId) {
    return heart.ask(new Query.EventsOfPerson(userId, null, null, null, 100)).events();
  }

  @Test
  void shouldEnterAJourneyThatWasPublishedAfterTheEvent() {
    // given
    happened("ada", "go", "one");
    heart.givenJourney(NAP.formatted("late", ""));

    // when
    Result result = replay("ada", "go", "one", heart.now());

    // then
    assertThat(result.status()).isEqualTo(200);
    assertThat(result.body()).extracting("entries").asString().contains("entered");
    assertThat(heart.onlyState("ada", "late").hatchetRunId())
        .isEqualTo(id("ada", "one").toString());
    assertThat(heart.journal())
        .last()
        .extracting(j -> j.at("/stimulus/command").asText())
        .isEqualTo("replay");
  }

  @Test
  void shouldLeaveHistoryAndContactAsTheyAre() {
    // given
    happened("ada", "go", "one");
    heart.command(
        new Command.ReplayEvent(
            "bob",
            id("bob", "one"),
            heart.now(),
            "request",
            event("bob", "go", "one").replace('\'', '"')));

    // when
    replay("ada", "go", "one", heart.now());

    // then
    assertThat(stored("ada")).hasSize(1);
    assertThat(stored("bob")).isEmpty();
    assertThat(heart.rows(StoreNames.STATE))
        .as("Ada's contact; an answer and an audit row for each command")
        .isEqualTo(5);
  }

  @Test
  void shouldGiveTheFirstAnswerWhenTheSameReplayComesAgain() {
    // given
    happened("ada", "go", "one");
    heart.givenJourney(NAP.formatted("open", "'entryLimit':'unlimited',"));
    Result first = replay("same", "ada", "go", "one", heart.now());
    heart.after(Duration.ofHours(2));

    // when
    Result again = replay("same", "ada", "go", "one", EngineHarness.START);

    // then
    assertThat(again).isEqualTo(first);
    assertThat(heart.states("ada", "open")).hasSize(1);
  }

  @Test
  void shouldAskTheGuardsWithTheTimeAtWhichItHappened() {
    // given
    heart.givenJourney(NAP.formatted("daily", "'entryLimit':'once_per_period',"));
    happened("ada", "go", "one");
    heart.after(Duration.ofDays(2));

    // when
    replay("ada", "go", "one", EngineHarness.START);

    // then
    assertThat(heart.states("ada", "daily")).hasSize(1);
    assertThat(heart.refusals("ada", "daily")).containsExactly("period_not_elapsed");
  }

  @Test
  void shouldEndWhatAnExitThatWasMissedWouldHaveEnded() {
    // given
    happened("ada", "leave", "gone");
    heart.givenJourney(NAP.formatted("open", "'exitOn':[{'event':'leave'}],"));
    happened("ada", "go", "one");

    // when
    replay("ada", "leave", "gone", EngineHarness.START);

    // then
    assertThat(heart.onlyState("ada", "open").status()).isEqualTo("exited");
  }

  @Test
  void shouldNeverEndTheInstanceThatTheEventItselfHasMade() {
    // given
    heart.givenJourney(NAP.formatted("own", "'exitOn':[{'event':'go'}],"));
    happened("ada", "go", "one");

    // when
    replay("ada", "go", "one", heart.now());

    // then
    assertThat(heart.onlyState("ada", "own").status()).isEqualTo("waiting");
    assertThat(heart.refusals("ada", "own")).containsExactly("already_entered_once");
  }

  @Test
  void shouldRefuseAnEventOfSomebodyElse() {
    // when
    Result result =
        heart.command(
            new Command.ReplayEvent(
                "ada",
                id("ada", "one"),
                heart.now(),
                "request",
                event("bob", "go", "one").replace('\'', '"')));

    // then
    assertThat(result.status()).isEqualTo(400);
    assertThat(result.body()).isEqualTo(Map.of());
  }
}
