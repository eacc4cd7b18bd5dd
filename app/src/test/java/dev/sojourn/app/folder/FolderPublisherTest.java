package dev.sojourn.app.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.http.server.HttpServer;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.definition.EventRule;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.step.CompleteStep;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.registry.RegistryRejection;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ContentHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FolderPublisherTest {

  private final FakeCommands commands = new FakeCommands();
  private final List<String> progress = new ArrayList<>();
  private Optional<Registry> registry = Optional.of(Registry.EMPTY);

  private final FolderPublisher publisher =
      new FolderPublisher(
          commands,
          () -> registry,
          new FolderPublisher.RetrySettings(Duration.ofMillis(50), Duration.ZERO, 3),
          HttpServer.rejections()::text,
          progress::add);

  private static JourneyDefinition journey(String id) {
    return new JourneyDefinition(
        id,
        null,
        null,
        null,
        new EventRule("started", null),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(new CompleteStep("done")));
  }

  private static Template template(String key) {
    return new Template(key, "hash", "Hello", null, null, "");
  }

  private static FolderContent content(String... journeys) {
    return new FolderContent(
        Stream.of(journeys).map(FolderPublisherTest::journey).toList(), List.of(), List.of());
  }

  private void givenRegistered(String id, Origin origin, String source) {
    registry =
        registry.map(
            known ->
                known.with(
                    new Journey(
                        id,
                        id,
                        origin,
                        State.ACTIVE,
                        null,
                        1,
                        Map.of(),
                        source,
                        true,
                        Instant.EPOCH)));
  }

  @Test
  void shouldReportEachJourneyThatWasPublished() throws Exception {
    // given
    commands.answering(
        command ->
            command.key().contains("bad")
                ? FakeCommands.rejected(
                    Rejection.of(
                        RegistryRejection.JOURNEY_INVALID,
                        Map.of("path", "steps", "problem", "no")))
                : FakeCommands.applied(command));

    // when
    publisher.publish(content("a", "bad"));

    // then
    assertThat(progress).containsExactly("published journey a v3");
  }

  @Test
  void shouldPublishTemplatesBeforeJourneys() throws Exception {
    // given
    JourneyDefinition journey = journey("a");

    // when
    List<String> refused =
        publisher.publish(
            new FolderContent(List.of(journey), List.of(template("x"), template("y")), List.of()));

    // then
    assertThat(commands.kinds())
        .containsExactly("PublishTemplate x", "PublishTemplate y", "PublishJourney a");
    assertThat(commands.asked.get(2).command())
        .isEqualTo(new Command.PublishJourney(journey, ContentHash.of(journey)));
    assertThat(refused).isEmpty();
  }

  @Test
  void shouldPublishWhatProtectsPeopleBeforeTheJourneysThatSend() throws Exception {
    // when
    publisher.publish(
        new FolderContent(
            List.of(journey("a")), List.of(), Optional.of(SendingPolicy.NONE), List.of()));

    // then
    assertThat(commands.kinds()).containsExactly("PublishSending sending", "PublishJourney a");
  }

  @Test
  void shouldMakeAnotherIdWhenTheSameIsPublishedAgain() throws Exception {
    // when
    publisher.publish(content("a"));
    publisher.publish(content("a"));

    // then
    assertThat(commands.asked).extracting(FakeCommands.Asked::id).doesNotHaveDuplicates();
  }

  @Test
  void shouldRepeatUnderTheSameIdWhenNobodyAnswers() throws Exception {
    // given
    commands.answering(
        command ->
            commands.asked.size() < 3 ? new CompletableFuture<>() : FakeCommands.applied(command));

    // when
    List<String> refused = publisher.publish(content("a"));

    // then
    assertThat(commands.asked)
        .hasSize(3)
        .extracting(FakeCommands.Asked::id)
        .containsOnly(commands.asked.get(0).id());
    assertThat(refused).isEmpty();
  }

  @Test
  void shouldGiveUpWhenNobodyEverAnswers() {
    // given
    commands.answering(command -> new CompletableFuture<>());

    // then
    assertThatThrownBy(() -> publisher.publish(content("a")))
        .isInstanceOf(UnansweredException.class)
        .hasMessage("journey 'a' was not published: the engine did not answer in time");
    assertThat(commands.asked).hasSize(3);
  }

  @Test
  void shouldRepeatWhenItCouldNotBeWritten() throws Exception {
    // given
    commands.answering(
        command ->
            commands.asked.size() < 2
                ? CompletableFuture.failedFuture(new IllegalStateException("no leader"))
                : FakeCommands.applied(command));

    // then
    assertThat(publisher.publish(content("a"))).isEmpty();
  }

  @Test
  void shouldSayWhatWasRefusedAndGoOn() throws Exception {
    // given
    commands.answering(
        command ->
            command.key().equals("a")
                ? FakeCommands.rejected(
                    Rejection.of(RegistryRejection.JOURNEY_NOT_FROM_FILE, Map.of("journey", "a")))
                : command.key().equals("b")
                    ? FakeCommands.rejected(
                        Rejection.of(
                            RegistryRejection.JOURNEY_INVALID,
                            Map.of("path", "steps[0].next", "problem", "no such step")))
                    : FakeCommands.applied(command));

    // when
    List<String> refused = publisher.publish(content("a", "b", "c"));

    // then
    assertThat(refused)
        .containsExactly(
            "journey 'a': The journey 'a' was not made by a file",
            "journey 'b': steps[0].next: no such step");
    assertThat(commands.asked).hasSize(3);
  }

  @Test
  void shouldMarkWhatIsMissingAtTheStart() throws Exception {
    // given
    givenRegistered("a", Origin.FILE, "file");
    givenRegistered("gone", Origin.FILE, "file");
    givenRegistered("long-gone", Origin.FILE, "missing");
    givenRegistered("drawn", Origin.BUILDER, "file");

    // when
    publisher.publish(content("a"));

    // then
    assertThat(commands.kinds()).containsExactly("PublishJourney a", "MarkMissing gone");
  }

  @Test
  void shouldMarkOnlyWhatItHadLoadedItselfAfterTheStart() throws Exception {
    // given
    publisher.publish(content("a", "b"));
    givenRegistered("a", Origin.FILE, "file");
    givenRegistered("b", Origin.FILE, "file");
    givenRegistered("of-another-node", Origin.FILE, "file");
    commands.asked.clear();

    // when
    publisher.publish(content("a"));

    // then
    assertThat(commands.kinds()).containsExactly("PublishJourney a", "MarkMissing b");
  }

  @Test
  void shouldLookForTheMissingLaterWhenTheRegistryIsNotKnownYet() throws Exception {
    // given
    registry = Optional.empty();
    publisher.publish(content("a"));
    registry = Optional.of(Registry.EMPTY);
    givenRegistered("gone", Origin.FILE, "file");
    commands.asked.clear();

    // when
    publisher.publish(content("a"));

    // then
    assertThat(commands.kinds()).containsExactly("PublishJourney a", "MarkMissing gone");
  }
}
