package dev.sojourn.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeIdentityTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private Settings settings(Map<String, String> environment) throws SettingsException {
    return SettingsReader.read(Profile.DEV, dir, environment, List.of());
  }

  @Test
  void shouldKeepAnIdWhenNoneIsConfigured() throws Exception {
    // given
    Settings settings = settings(Map.of());

    // when
    String first = NodeIdentity.of(settings);

    // then
    assertThat(first).matches("[0-9a-f-]{36}");
    assertThat(NodeIdentity.of(settings)).isEqualTo(first);
  }

  @Test
  void shouldTakeTheConfiguredIdAndKeepNone() throws Exception {
    // given
    Settings settings = settings(Map.of("SOJOURN_NODE_ID", "node-7"));

    // then
    assertThat(NodeIdentity.of(settings)).isEqualTo("node-7");
    assertThat(settings.get(LocalSettings.STATE_DIR)).doesNotExist();
  }

  @Test
  void shouldRefuseAFileThatHoldsSomethingElse() throws Exception {
    // given
    Settings settings = settings(Map.of());
    Files.createDirectories(settings.get(LocalSettings.STATE_DIR));
    Files.writeString(settings.get(LocalSettings.STATE_DIR).resolve("node-id"), "a b");

    // then
    assertThatThrownBy(() -> NodeIdentity.of(settings))
        .hasMessageContaining("found 'a b'")
        .hasMessageContaining("node-id");
  }
}
