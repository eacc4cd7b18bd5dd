package dev.sojourn.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandTest {

  private static final String HELLO =
      """
      {'id':'hello','name':'Hello','trigger':{'event':'user:created'},
       'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenJourney(HELLO);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private InstanceId instance(String userId) {
    return InstanceId.parse(engine.onlyState(userId, "hello").id()).orElseThrow();
  }

  @Test
  void shouldRefuseEntryAtOnceWhenTheJourneyIsSwitchedOff() {
    // when
    Result off = engine.command(new Command.ToggleJourney("hello", false));
    engine.when("ada", "user:created");

    // then
    assertThat(off.status()).isEqualTo(200);
    assertThat(off.body()).containsEntry("enabled", false).containsEntry("name", "Hello");
    assertThat(engine.refusals("ada", "hello")).containsExactly("journey_disabled");
  }

  @Test
  void shouldGoOnWithInstancesInFlightWhenTheJourneyIsSwitchedOff() {
    // given
    engine.when("ada", "user:created");

    // when
    engine.command(new Command.ToggleJourney("hello", false));
    engine.after(Duration.ofHours(1));

    // then
    assertThat(engine.onlyState("ada", "hello").status()).isEqualTo("completed");
  }

  @Test
  void shouldLetTheOperatorsWordWinOverTheDefinition() {
    // given
    engine.givenJourney(HELLO.replace("'name':'Hello'", "'enabled':false"));
    engine.when("ada", "user:created");

    // when
    engine.command(new Command.ToggleJourney("hello", true));
    engine.when("bob", "user:created");

    // then
    assertThat(engine.refusals("ada", "hello")).containsExactly("journey_disabled");
    assertThat(engine.states("bob", "hello")).hasSize(1);
  }

  @Test
  void shouldKeepTheTimeOfTheLastChangeWhenNothingChanges() {
    // given
    Result first = engine.command(new Command.ToggleJourney("hello", false));
    engine.after(Duration.ofMinutes(1));

    // when
    Result second = engine.command(new Command.ToggleJourney("hello", false));

    // then
    assertThat(second.body().get("updatedAt")).isEqualTo(first.body().get("updatedAt"));
  }

  @Test
  void shouldGiveTheFirstAnswerWhenACommandIsRepeated() {
    // given
    Result first = engine.command("same", new Command.ToggleJourney("hello", false));
    engine.command(new Command.ToggleJourney("hello", true));

    // when
    Result repeat = engine.command("same", new Command.ToggleJourney("hello", false));
    engine.when("ada", "user:created");

    // then
    assertThat(repeat).isEqualTo(first);
    assertThat(engine.states("ada", "hello")).hasSize(1);
  }

  @Test
  void shouldRefuseAKeyThatWasUsedForAnotherRequest() {
    // given
    engine.command("same", new Command.ToggleJourney("hello", false));

    // when
    Result other = engine.command("same", new Command.ToggleJourney("hello", true));

    // then
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.error()).isEqualTo("Idempotency-Key was used for another request");
  }

  @Test
  void shouldRefuseAJourneyThatNoLinterWouldLetThrough() {
    // given
    var broken =
        EngineHarness.journey(
            HELLO.replace("'next':'done'", "'next':'nowhere'").replace("hello", "broken"));

    // when
    Result result = engine.command(new Command.PublishJourney(broken, "hash"));

    // then
    assertThat(result.status()).isEqualTo(400);
    assertThat(result.error()).contains("nowhere");
  }

  @Test
  void shouldAnswerAnIdThatIsTooLongAndGoOn() {
    // when
    Result result = engine.command(new Command.ToggleJourney("x".repeat(2_000), false));
    engine.when("ada", "user:created");

    // then
    assertThat(result.status()).isEqualTo(500);
    assertThat(engine.states("ada", "hello")).hasSize(1);
  }

  @Test
  void shouldAnswerUnknownJourneyWithNotFound() {
    assertThat(engine.command(new Command.ToggleJourney("nope", false)).status()).isEqualTo(404);
  }

  @Test
  void shouldCancelALiveInstanceAndRefuseToDoItTwice() {
    // given
    engine.when("ada", "user:created");

    // when
    Result first = engine.command(new Command.CancelInstance("ada", instance("ada"), "admin"));
    Result second = engine.command(new Command.CancelInstance("ada", instance("ada"), "admin"));
    engine.after(Duration.ofHours(2));

    // then
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body()).containsEntry("status", "exited");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.error()).isEqualTo("Cannot cancel journey in 'exited' status");
    assertThat(engine.log("ada", "hello"))
        .containsExactly("entered null->nap", "cancelled nap->null");
    assertThat(engine.rows("timers")).isZero();
  }

  @Test
  void shouldLetAPersonEnterAgainAfterACancel() {
    // given
    engine.when("ada", "user:created");
    engine.command(new Command.CancelInstance("ada", instance("ada"), "admin"));

    // when
    engine.after(Duration.ofSeconds(1));
    engine.when("ada", "user:created");

    // then
    assertThat(engine.states("ada", "hello")).hasSize(2);
    assertThat(engine.states("ada", "hello").get(0).entryCount()).isEqualTo(2);
  }

  @Test
  void shouldRefuseEntryWhenThePersonWantsNothing() {
    // given
    engine.command(
        new Command.ChangePreferences("ada", new PreferencesPatch(null, true, null, null, null)));
    engine.command(
        new Command.ChangePreferences("bob", new PreferencesPatch(null, null, true, null, null)));

    // when
    engine.when("ada", "user:created");
    engine.when("bob", "user:created");

    // then
    assertThat(engine.refusals("ada", "hello")).containsExactly("user_unsubscribed");
    assertThat(engine.refusals("bob", "hello")).containsExactly("user_suppressed");
  }

  @Test
  void shouldStayOnItsVersionWhenTheJourneyIsPublishedAgain() {
    // given
    engine.when("ada", "user:created");

    // when
    engine.givenJourney(
        HELLO.replace("'id':'done','type':'complete'", "'id':'done','type':'fail'"));
    engine.when("bob", "user:created");
    engine.after(Duration.ofHours(1));

    // then
    assertThat(engine.onlyState("ada", "hello").status()).isEqualTo("completed");
    assertThat(engine.onlyState("bob", "hello").status()).isEqualTo("failed");
  }

  @Test
  void shouldIgnoreAContentThatTheJourneyHadBefore() {
    // given
    engine.givenJourney(HELLO.replace("Hello", "Hello again"));

    // when
    var old = EngineHarness.journey(HELLO);
    Result result = engine.command(new Command.PublishJourney(old, ContentHash.of(old)));

    // then
    assertThat(result.body()).containsEntry("version", 2).containsEntry("current", false);
  }
}
