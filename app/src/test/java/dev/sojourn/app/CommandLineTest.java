package dev.sojourn.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.app.settings.SettingsDocument;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(60)
final class CommandLineTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line =
        Main.commandLine(new Main.LaunchEnvironment(dir, dir, environment), new FakeComponents());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(args);
  }

  @Test
  void shouldPrintItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("sojourn ");
  }

  @Test
  void shouldNameItsCommandsInTheHelp() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("dev", "serve", "topics", "settings", "SOJOURN_CONFIG");
  }

  @ParameterizedTest
  @CsvSource({
    "dev --colour red, Unknown options: '--colour'",
    "dev --kafka-port many, '--kafka-port'",
    "bogus, 'bogus'",
  })
  void shouldAnswerTwoWhenItIsCalledWrongly(String args, String said) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dev --port many     | sojourn: expected 0 to 65535 for key 'http.port', found 'many' (--port)",
        "dev --partitions 0  | sojourn: expected 1 to 1024 for key 'partitions', found '0' (--partitions)",
        "serve --bootstrap-servers a:1 | sojourn: expected a value for key 'admin.api.key' (ADMIN_API_KEY), found none",
        "topics              | sojourn: expected a value for key 'kafka.bootstrap.servers' (SOJOURN_KAFKA_BOOTSTRAP_SERVERS), found none",
      })
  void shouldAnswerOneWithOneLineWhenASettingIsWrong(String args, String line) {
    assertThat(run(args.split(" "))).isEqualTo(1);
    assertThat(err.toString()).isEqualTo(line + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dev    | --port, --journeys, --partitions, --verbose, --kafka-port, --data-dir",
        "serve  | --port, --journeys, --partitions, --verbose, --bootstrap-servers, --host, --state-dir",
        "topics | --partitions, --verbose, --bootstrap-servers",
      })
  void shouldShareOptionsAmongCommands(String command, String options) {
    // when
    assertThat(run(command, "--help")).isZero();

    // then
    assertThat(out.toString().lines().map(line -> line.strip().replaceAll("[=, ].*", "")))
        .filteredOn(name -> name.startsWith("--"))
        .containsExactlyInAnyOrder(options.split(", "));
  }

  @Test
  void shouldTakeOptionsOverTheEnvironment() {
    // given
    environment.put("SOJOURN_PARTITIONS", "8");
    environment.put("SOJOURN_HTTP_HOST", "127.0.0.1");

    // then
    assertThat(
            run(
                "serve",
                "--bootstrap-servers=a:1",
                "--partitions=0",
                "--port=x",
                "--host=a b",
                "--journeys=j"))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("key 'partitions', found '0' (--partitions)")
        .contains("key 'http.port', found 'x' (--port)")
        .contains("key 'http.host', found 'a b' (--host)")
        .doesNotContain("kafka.bootstrap.servers");
  }

  @Test
  void shouldListTheSettings() {
    assertThat(run("settings")).isZero();
    assertThat(out.toString())
        .contains(
            "  http.port (SOJOURN_HTTP_PORT)\n    the port to listen on; 0 picks a free one\n")
        .contains("    default: 4 under dev, 16 under serve\n")
        .doesNotContain("`");
  }

  @Test
  void shouldUpdateTheTablesOfADocumentAndNothingElse() throws IOException {
    // given
    Path file = dir.resolve("ours.md");
    Files.writeString(
        file, "# Ours\n%s\nold\n%s\nend\n".formatted(SettingsDocument.BEGIN, SettingsDocument.END));

    // when
    int status = run("settings", "--update", "ours.md");

    // then
    assertThat(status).isZero();
    assertThat(run("settings", "--markdown")).isZero();
    assertThat(Files.readString(file))
        .isEqualTo(
            "# Ours\n%s\n\n%s%s\nend\n"
                .formatted(SettingsDocument.BEGIN, out, SettingsDocument.END));
  }

  @ParameterizedTest
  @CsvSource({"there.md, expected the lines", "nowhere.md, cannot update"})
  void shouldAnswerTwoWhenADocumentCannotBeUpdated(String name, String said) throws IOException {
    // given
    Files.writeString(dir.resolve("there.md"), "# Ours\n");

    // when
    int status = run("settings", "--update", name);

    // then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains(said).contains(name);
    assertThat(dir.resolve("there.md")).hasContent("# Ours\n");
  }

  @Test
  void shouldShowTheTraceOnlyWhenAsked() {
    assertThat(run("dev", "--port", "many", "--verbose")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat dev.sojourn.app.settings");
  }

  @Test
  void shouldNotStartABrokerWhenTheHttpPortIsTaken() throws IOException {
    // given
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      int port = taken.getLocalPort();

      // when
      int status = run("dev", "--port", Integer.toString(port), "--kafka-port", "0");

      // then
      assertThat(status).isEqualTo(1);
      assertThat(err.toString())
          .startsWith("sojourn: cannot listen on port %d of 127.0.0.1".formatted(port))
          .hasLineCount(1);
      assertThat(dir.resolve(".sojourn/kafka")).doesNotExist();
    }
  }

  @Test
  void shouldShowEachProblemOfTheFolderInALineAndStartNothing() throws IOException {
    // given
    Path journeys = Files.createDirectory(dir.resolve("mine"));
    Files.writeString(journeys.resolve("a.json"), "{");
    Files.writeString(journeys.resolve("b.yaml"), "id: 'b b'");

    // when
    int status = run("dev", "--port", "0", "--kafka-port", "0", "--journeys", "mine");

    // then
    assertThat(status).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("sojourn: "));
    assertThat(dir.resolve(".sojourn/kafka")).doesNotExist();
  }
}
