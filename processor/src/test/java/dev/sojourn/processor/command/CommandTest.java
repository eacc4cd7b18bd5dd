package dev.sojourn.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.registry.RegistryRejection;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.Map;
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
    assertThat(off.answer(Answer.JourneyToggled.class))
        .isEqualTo(new Answer.JourneyToggled("hello", "Hello", false, engine.now()));
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
    assertThat(second).isEqualTo(first);
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
    assertThat(other.rejection()).isEqualTo(Rejection.of(CommandRejection.COMMAND_ID_REUSED));
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
    assertThat(result.rejection())
        .isEqualTo(
            Rejection.of(
                RegistryRejection.JOURNEY_INVALID,
                Map.of(
                    "path",
                    "steps[0]",
                    "problem",
                    "leads to step 'nowhere', which does not exist")));
  }

  @Test
  void shouldAnswerAnIdThatIsTooLongAndGoOn() {
    // when
    Result result = engine.command(new Command.ToggleJourney("x".repeat(2_000), false));
    engine.when("ada", "user:created");

    // then
    assertThat(result.rejection()).isEqualTo(Rejection.of(CommandRejection.ENGINE_ERROR));
    assertThat(engine.states("ada", "hello")).hasSize(1);
  }

  @Test
  void shouldAnswerUnknownJourneyWithNotFound() {
    assertThat(engine.command(new Command.ToggleJourney("nope", false)).rejection())
        .isEqualTo(Rejection.of(RegistryRejection.JOURNEY_NOT_FOUND));
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
    assertThat(first.answer(Answer.InstanceCancelled.class).status()).isEqualTo(Status.EXITED);
    assertThat(second.rejection())
        .isEqualTo(
            Rejection.of(DecisionRejection.INSTANCE_NOT_CANCELLABLE, Map.of("status", "exited")));
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
    assertThat(result.answer(Answer.JourneyPublished.class))
        .isEqualTo(new Answer.JourneyPublished("hello", 2, false));
  }
}
