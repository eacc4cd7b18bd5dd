package dev.sojourn.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminKeyTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  @Test
  void shouldMakeALongKeyThatOnlyItsOwnerReads() throws IOException {
    // when
    Secret key = AdminKey.keptIn(dir);

    // then
    assertThat(key.value()).matches("[A-Za-z0-9_-]{43}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(AdminKey.file(dir))))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldKeepTheKeyWhenAskedAgain() throws IOException {
    // given
    Secret first = AdminKey.keptIn(dir);

    // then
    assertThat(AdminKey.keptIn(dir)).isEqualTo(first);
  }

  @Test
  void shouldMakeAnotherKeyInAnotherFolder() throws IOException {
    // given
    Path other = Files.createDirectory(dir.resolve("other"));

    // then
    assertThat(AdminKey.keptIn(other)).isNotEqualTo(AdminKey.keptIn(dir));
  }

  @Test
  void shouldTakeRightsAwayWhenOthersCouldReadIt() throws IOException {
    // given
    Files.writeString(AdminKey.file(dir), "mine\n");
    Files.setPosixFilePermissions(AdminKey.file(dir), PosixFilePermissions.fromString("rw-r--r--"));

    // when
    Secret key = AdminKey.keptIn(dir);

    // then
    assertThat(key.value()).isEqualTo("mine");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(AdminKey.file(dir))))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldRefuseAnEmptyFile() throws IOException {
    // given
    Files.createFile(AdminKey.file(dir));

    // then
    assertThatThrownBy(() -> AdminKey.keptIn(dir))
        .hasMessage("expected an admin key in %s, found an empty file", AdminKey.file(dir));
  }
}
