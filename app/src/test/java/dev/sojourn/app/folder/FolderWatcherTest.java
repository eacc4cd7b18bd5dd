package dev.sojourn.app.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class FolderWatcherTest {

  @TempDir Path dir;
  private final FakeCommands commands = new FakeCommands();
  private FolderWatcher watcher;

  private void given(String id, String name) throws IOException {
    Files.writeString(
        dir.resolve(id + ".yaml"),
        "id: %s\nname: %s\ntrigger: {event: e}\nsteps: [{id: done, type: complete}]\n"
            .formatted(id, name));
  }

  @BeforeEach
  void givenWatchedFolder() throws Exception {
    given("a", "first");
    watcher = FolderWatcher.read(dir);
    watcher.publishThrough(
        new FolderPublisher(
            commands,
            () -> Optional.of(Registry.EMPTY),
            new FolderPublisher.RetrySettings(Duration.ofMillis(20), Duration.ZERO, 1),
            Rejection::code,
            line -> {}));
  }

  @AfterEach
  void close() {
    watcher.close();
  }

  @Test
  void shouldPublishWhatItHasReadInTheFirstRound() {
    // when
    assertThat(watcher.isApplied()).isFalse();
    watcher.round();

    // then
    assertThat(commands.kinds()).containsExactly("PublishJourney a");
    assertThat(watcher.isApplied()).isTrue();
  }

  @Test
  void shouldPublishNothingMoreWhenNothingChanges() {
    // when
    watcher.round();
    watcher.round();
    watcher.round();

    // then
    assertThat(commands.asked).hasSize(1);
  }

  @Test
  void shouldPublishAgainWhenAChangeHasStoodStillForARound() throws Exception {
    // given
    watcher.round();
    given("a", "second, longer");

    // when
    watcher.round();
    assertThat(commands.asked).hasSize(1);
    watcher.round();

    // then
    assertThat(commands.asked).hasSize(2);
  }

  @Test
  void shouldKeepWhatWasPublishedWhenAFileBecomesWrong() throws Exception {
    // given
    watcher.round();
    Files.writeString(dir.resolve("a.yaml"), "id: [");

    // when
    watcher.round();
    watcher.round();
    watcher.round();

    // then
    assertThat(commands.asked).hasSize(1);
    assertThat(watcher.isApplied()).isTrue();
  }

  @Test
  void shouldPublishWhenTheWrongFileIsMended() throws Exception {
    // given
    watcher.round();
    Files.writeString(dir.resolve("a.yaml"), "id: [");
    watcher.round();
    watcher.round();

    // when
    given("a", "mended and longer");
    watcher.round();
    watcher.round();

    // then
    assertThat(commands.asked).hasSize(2);
  }

  @Test
  void shouldTryAgainWhenNobodyAnswered() {
    // given
    commands.answering(command -> new CompletableFuture<>());
    watcher.round();
    assertThat(watcher.isApplied()).isFalse();

    // when
    commands.answering(command -> FakeCommands.applied(command));
    watcher.round();

    // then
    assertThat(watcher.isApplied()).isTrue();
    assertThat(commands.asked).hasSize(2);
  }
}
