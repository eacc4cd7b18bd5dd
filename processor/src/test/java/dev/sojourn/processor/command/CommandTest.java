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

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
    heart.givenJourney(HELLO);
  }

  @AfterEach
  void stop() {
    heart.close();
  }

  private InstanceId instance(String userId) {
    return InstanceId.parse(heart.onlyState(userId, "hello").id()).orElseThrow();
  }

  @Test
  void shouldRefuseEntryAtOnceWhenTheJourneyIsSwitchedOff() {
    // when
    Result off = heart.command(new Command.ToggleJourney("hello", false));
    heart.when("ada", "user:created");

    // then
    assertThat(off.status()).isEqualTo(200);
    assertThat(off.body()).containsEntry("enabled", false).containsEntry("name", "Hello");
    assertThat(heart.refusals("ada", "hello")).containsExactly("journey_disabled");
  }

  @Test
  void shouldGoOnWithInstancesInFlightWhenTheJourneyIsSwitchedOff() {
    // given
    heart.when("ada", "user:created");

    // when
    heart.command(new Command.ToggleJourney("hello", false));
    heart.after(Duration.ofHours(1));

    // then
    assertThat(heart.onlyState("ada", "hello").status()).isEqualTo("completed");
  }

  @Test
  void shouldLetTheOperatorsWordWinOverTheDefinition() {
    // given
    heart.givenJourney(HELLO.replace("'name':'Hello'", "'enabled':false"));
    heart.when("ada", "user:created");

    // when
    heart.command(new Command.ToggleJourney("hello", true));
    heart.when("bob", "user:created");

    // then
    assertThat(heart.refusals("ada", "hello")).containsExactly("journey_disabled");
    assertThat(heart.states("bob", "hello")).hasSize(1);
  }

  @Test
  void shouldKeepTheTimeOfTheLastChangeWhenNothingChanges() {
    // given
    Result first = heart.command(new Command.ToggleJourney("hello", false));
    heart.after(Duration.ofMinutes(1));

    // when
    Result second = heart.command(new Command.ToggleJourney("hello", false));

    // then
    assertThat(second.body().get("updatedAt")).isEqualTo(first.body().get("updatedAt"));
  }

  @Test
  void shouldGiveTheFirstAnswerWhenACommandIsRepeated() {
    // given
    Result first = heart.command("same", new Command.ToggleJourney("hello", false));
    heart.command(new Command.ToggleJourney("hello", true));

    // when
    Result repeat = heart.command("same", new Command.ToggleJourney("hello", false));
    heart.when("ada", "user:created");

    // then
    assertThat(repeat).isEqualTo(first);
    assertThat(heart.states("ada", "hello")).hasSize(1);
  }

  @Test
  void shouldRefuseAKeyThatWasUsedForAnotherRequest() {
    // given
    heart.command("same", new Command.ToggleJourney("hello", false));

    // when
    Result other = heart.command("same", new Command.ToggleJourney("hello", true));

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
    Result result = heart.command(new Command.PublishJourney(broken, "hash"));

    // then
    assertThat(result.status()).isEqualTo(400);
    assertThat(result.error()).contains("nowhere");
  }

  @Test
  void shouldAnswerAnIdThatIsTooLongAndGoOn() {
    // when
    Result result = heart.command(new Command.ToggleJourney("x".repeat(2_000), false));
    heart.when("ada", "user:created");

    // then
    assertThat(result.status()).isEqualTo(500);
    assertThat(heart.states("ada", "hello")).hasSize(1);
  }

  @Test
  void shouldAnswerUnknownJourneyWithNotFound() {
    assertThat(heart.command(new Command.ToggleJourney("nope", false)).status()).isEqualTo(404);
  }

  @Test
  void shouldCancelALiveInstanceAndRefuseToDoItTwice() {
    // given
    heart.when("ada", "user:created");

    // when
    Result first = heart.command(new Command.CancelInstance("ada", instance("ada"), "admin"));
    Result second = heart.command(new Command.CancelInstance("ada", instance("ada"), "admin"));
    heart.after(Duration.ofHours(2));

    // then
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body())
        .containsEntry("status", "exited")
        .containsEntry("hatchetCancelled", true);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.error()).isEqualTo("Cannot cancel journey in 'exited' status");
    assertThat(heart.log("ada", "hello"))
        .containsExactly("entered null->nap", "cancelled nap->null");
    assertThat(heart.rows("timers")).isZero();
  }

  @Test
  void shouldLetAPersonEnterAgainAfterACancel() {
    // given
    heart.when("ada", "user:created");
    heart.command(new Command.CancelInstance("ada", instance("ada"), "admin"));

    // when
    heart.after(Duration.ofSeconds(1));
    heart.when("ada", "user:created");

    // then
    assertThat(heart.states("ada", "hello")).hasSize(2);
    assertThat(heart.states("ada", "hello").get(0).entryCount()).isEqualTo(2);
  }

  @Test
  void shouldRefuseEntryWhenThePersonWantsNothing() {
    // given
    heart.command(
        new Command.ChangePreferences("ada", new PreferencesPatch(null, true, null, null, null)));
    heart.command(
        new Command.ChangePreferences("bob", new PreferencesPatch(null, null, true, null, null)));

    // when
    heart.when("ada", "user:created");
    heart.when("bob", "user:created");

    // then
    assertThat(heart.refusals("ada", "hello")).containsExactly("user_unsubscribed");
    assertThat(heart.refusals("bob", "hello")).containsExactly("user_suppressed");
  }

  @Test
  void shouldStayOnItsVersionWhenTheJourneyIsPublishedAgain() {
    // given
    heart.when("ada", "user:created");

    // when
    heart.givenJourney(HELLO.replace("'id':'done','type':'complete'", "'id':'done','type':'fail'"));
    heart.when("bob", "user:created");
    heart.after(Duration.ofHours(1));

    // then
    assertThat(heart.onlyState("ada", "hello").status()).isEqualTo("completed");
    assertThat(heart.onlyState("bob", "hello").status()).isEqualTo("failed");
  }

  @Test
  void shouldIgnoreAContentThatTheJourneyHadBefore() {
    // given
    heart.givenJourney(HELLO.replace("Hello", "Hello again"));

    // when
    var old = EngineHarness.journey(HELLO);
    Result result = heart.command(new Command.PublishJourney(old, ContentHash.of(old)));

    // then
    assertThat(result.body()).containsEntry("version", 2).containsEntry("current", false);
  }
}
