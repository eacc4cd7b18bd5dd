package dev.sojourn.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsDocumentTest {

  /** Also the beginning of a name, as in {@code SOJOURN_KAFKA_*}. */
  private static final Pattern VARIABLE = Pattern.compile("SOJOURN_[A-Z_]*\\*?");

  @Test
  void shouldStandInTheDocumentationAsDefined() throws IOException {
    // given
    String operations = Files.readString(Path.of("../docs/operations.md"));

    // then
    assertThat(new SettingsDocument().updated(operations))
        .as("docs/operations.md; './sojourn settings --update docs/operations.md' writes it")
        .contains(operations);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "Dockerfile",
        "docker-compose.yml",
        "docs/architecture.md",
        "docs/delivery.md",
        "docs/journeys.md",
        "docs/operations.md",
        "docs/performance.md",
      })
  void shouldDefineEveryVariableThatIsQuoted(String file) throws IOException {
    // given
    Set<String> quoted = new TreeSet<>();
    Matcher variables = VARIABLE.matcher(Files.readString(Path.of("..", file)));
    while (variables.find()) {
      quoted.add(variables.group());
    }

    // when
    quoted.removeAll(SettingCatalog.STANDARD.variables());

    // then
    assertThat(quoted)
        .isSubsetOf("SOJOURN_CONFIG", "SOJOURN_JAVA_OPTS", "SOJOURN_KAFKA_*", "SOJOURN_*");
  }
}
