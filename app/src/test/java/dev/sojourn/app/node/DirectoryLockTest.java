package dev.sojourn.app.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryLockTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  @Test
  void shouldSayWhoHasTheFolderWhenItIsTaken() throws Exception {
    // given
    Path folder = dir.resolve("data");
    try (DirectoryLock held = DirectoryLock.take(folder, "data folder")) {
      assertThat(held).isNotNull();

      // then
      assertThatThrownBy(() -> DirectoryLock.take(folder, "data folder"))
          .isInstanceOf(StartException.class)
          .hasMessage(
              "data folder %s is in use by another running sojourn (process %d)",
              folder, ProcessHandle.current().pid());
    }
  }

  @Test
  void shouldTakeTheFolderWhenItWasGivenBack() throws Exception {
    // given
    DirectoryLock.take(dir, "data folder").close();

    // when
    DirectoryLock again = DirectoryLock.take(dir, "data folder");

    // then
    again.close();
    assertThat(dir.resolve("sojourn.lock")).exists();
  }

  @Test
  void shouldNameTheFolderWhenItCannotBeMade() throws Exception {
    // given
    Path file = Files.createFile(dir.resolve("file"));

    // then
    assertThatThrownBy(() -> DirectoryLock.take(file.resolve("data"), "data folder"))
        .hasMessageStartingWith("cannot write to data folder " + file.resolve("data"));
  }
}
