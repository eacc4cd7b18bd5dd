package dev.sojourn.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsReaderTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private final Map<String, String> environment = new HashMap<>();

  private Settings read(Profile profile, SettingsReader.Option... options)
      throws SettingsException {
    return SettingsReader.read(profile, dir, environment, List.of(options));
  }

  private void givenFile(String name, String... lines) throws IOException {
    Files.write(dir.resolve(name), List.of(lines));
  }

  private static SettingsReader.Option port(String value) {
    return new SettingsReader.Option(ApiSettings.HTTP_PORT, value, "--port");
  }

  @Test
  void shouldTakeDefaultsOfDevWhenNothingIsSaid() throws Exception {
    // when
    Settings settings = read(Profile.DEV);

    // then
    assertThat(settings.kafka().partitions()).isEqualTo(4);
    assertThat(settings.kafka().replication()).isEqualTo((short) 1);
    assertThat(settings.kafka().topics().prefix()).isEqualTo("sojourn");
    assertThat(settings.kafka().eventRetention()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.kafka().clients()).isEmpty();
    assertThat(settings.get(ApiSettings.HTTP_HOST)).isEqualTo("127.0.0.1");
    assertThat(settings.get(ApiSettings.HTTP_PORT)).isEqualTo(3002);
    assertThat(AdvertisedAddress.of(settings)).isEqualTo(new AdvertisedAddress("127.0.0.1", 3002));
    assertThat(settings.get(ApiSettings.ADMIN_RATE_LIMIT)).isZero();
    assertThat(settings.get(LocalSettings.STATE_DIR)).isEqualTo(dir.resolve(".sojourn/state"));
    assertThat(settings.get(LocalSettings.ROCKSDB_MEMORY)).isEqualTo(384L * 1024 * 1024);
    assertThat(settings.find(LocalSettings.JOURNEYS_DIR)).isEmpty();
    assertThat(settings.find(LocalSettings.NODE_ID)).isEmpty();
    assertThat(settings.find(ApiSettings.ADMIN_API_KEY)).isEmpty();
  }

  @Test
  void shouldTakeDefaultsOfServeWhenOnlyTheNecessaryIsSaid() throws Exception {
    // given
    environment.put("SOJOURN_KAFKA_BOOTSTRAP_SERVERS", "a:9092,b:9092");
    environment.put("ADMIN_API_KEY", "key");

    // when
    Settings settings = read(Profile.SERVE);

    // then
    assertThat(settings.kafka().partitions()).isEqualTo(16);
    assertThat(settings.kafka().replication()).isEqualTo((short) 3);
    assertThat(settings.kafka().bootstrapServers()).isEqualTo("a:9092,b:9092");
    assertThat(settings.get(ApiSettings.HTTP_HOST)).isEqualTo("0.0.0.0");
    assertThat(AdvertisedAddress.of(settings).host()).isNotEqualTo("0.0.0.0");
    assertThat(settings.get(ApiSettings.ADMIN_RATE_LIMIT)).isEqualTo(1_000);
    assertThat(settings.find(ApiSettings.ADMIN_API_KEY)).contains(new Secret("key"));
  }

  @Test
  void shouldTakeTheLaterWhenSeveralSaySomething() throws Exception {
    // given
    givenFile("sojourn.properties", "http.port=1001", "partitions=8", "topic.prefix=mine");
    environment.put("SOJOURN_HTTP_PORT", "1002");
    environment.put("SOJOURN_PARTITIONS", "9");
    environment.put("SOJOURN_ADMIN_RATE_LIMIT", "5");

    // when
    Settings settings = read(Profile.DEV, port("1003"));

    // then
    assertThat(settings.get(ApiSettings.HTTP_PORT)).isEqualTo(1003);
    assertThat(settings.get(ApiSettings.ADMIN_RATE_LIMIT)).isEqualTo(5);
    assertThat(settings.kafka().partitions()).isEqualTo(9);
    assertThat(settings.kafka().topics().prefix()).isEqualTo("mine");
  }

  @Test
  void shouldReadTheNamedFileWhenTheEnvironmentNamesOne() throws Exception {
    // given
    givenFile("sojourn.properties", "partitions=8");
    givenFile("other.properties", "partitions=2");
    environment.put("SOJOURN_CONFIG", "other.properties");

    // when
    Settings settings = read(Profile.DEV);

    // then
    assertThat(settings.kafka().partitions()).isEqualTo(2);
  }

  @Test
  void shouldStopWhenTheNamedFileIsNotThere() {
    // given
    environment.put("SOJOURN_CONFIG", "nowhere.properties");

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "cannot read settings from %s: there is no such file",
            dir.resolve("nowhere.properties"));
  }

  @Test
  void shouldPassKafkaSettingsThrough() throws Exception {
    // given
    givenFile("sojourn.properties", "kafka.security.protocol=SASL_SSL");
    environment.put("SOJOURN_KAFKA_SASL_JAAS_CONFIG", "secret words");

    // when
    Settings settings = read(Profile.DEV);

    // then
    assertThat(settings.kafka().clients())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "secret words"));
  }

  @Test
  void shouldStopWhenAKafkaSettingWouldBreakTheEngine() {
    // given
    environment.put("SOJOURN_KAFKA_PROCESSING_GUARANTEE", "at_least_once");

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessage(
            "key 'kafka.processing.guarantee' cannot be set, the engine relies on it"
                + " (SOJOURN_KAFKA_PROCESSING_GUARANTEE)");
  }

  @ParameterizedTest
  @CsvSource({
    "SOJOURN_HTTP_PROT, SOJOURN_HTTP_PORT",
    "SOJOURN_PARTITION, SOJOURN_PARTITIONS",
    "SOJOURN_JOURNEY_DIR, SOJOURN_JOURNEYS_DIR",
  })
  void shouldStopAndSuggestWhenAVariableIsUnknown(String unknown, String meant) {
    // given
    environment.put(unknown, "x");

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessage(
            "unknown key '%s' in the environment, did you mean '%s'?".formatted(unknown, meant));
  }

  @Test
  void shouldStopAndSuggestWhenAPropertyIsUnknown() throws IOException {
    // given
    givenFile("sojourn.properties", "topic.prefx=a");

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessage(
            "unknown key 'topic.prefx' in %s, did you mean 'topic.prefix'?",
            dir.resolve("sojourn.properties"));
  }

  @Test
  void shouldListWhatThereIsWhenAKeyResemblesNothing() throws IOException {
    // given
    givenFile("sojourn.properties", "colour=red");

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessageContaining("unknown key 'colour'")
        .hasMessageContaining("expected one of [kafka.bootstrap.servers, topic.prefix");
  }

  @ParameterizedTest
  @CsvSource({
    "SOJOURN_SERVICE_HOST, 10.0.0.1",
    "SOJOURN_SERVICE_PORT_HTTP, 3002",
    "SOJOURN_PORT, tcp://10.0.0.1:3002",
    "SOJOURN_PORT_3002_TCP_ADDR, 10.0.0.1",
    "SOJOURN_KAFKA_SERVICE_HOST, 10.0.0.2",
    "SOJOURN_KAFKA_PORT_9092_TCP_PROTO, tcp",
    "SOJOURN_JAVA_OPTS, -Xmx1g",
    "OTHER, x",
  })
  void shouldIgnoreVariablesThatAreNotItsOwn(String name, String value) throws Exception {
    // given
    environment.put(name, value);

    // then
    assertThat(read(Profile.DEV)).isEqualTo(read(Profile.DEV));
    assertThat(read(Profile.DEV).kafka().clients()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SOJOURN_HTTP_PORT          | many      | 0 to 65535",
        "SOJOURN_HTTP_PORT          | 65536     | 0 to 65535",
        "SOJOURN_ADVERTISED_PORT    | 0         | 1 to 65535",
        "SOJOURN_PARTITIONS         | 0         | 1 to 1024",
        "SOJOURN_REPLICATION_FACTOR | -1        | 1 to 100",
        "SOJOURN_EVENTS_RETENTION   | 90 days   | an ISO-8601 duration of an hour or more, such as P90D",
        "SOJOURN_EVENTS_RETENTION   | PT1S      | an ISO-8601 duration of an hour or more, such as P90D",
        "SOJOURN_HTTP_HOST          | a host    | a host name or an address without scheme and port",
        "SOJOURN_ADVERTISED_HOST    | http://a  | a host name or an address without scheme and port",
        "SOJOURN_ADVERTISED_HOST    | host:80   | a host name or an address without scheme and port",
        "SOJOURN_NODE_ID            | no spaces | 1 to 100 of a-z, A-Z, 0-9, '.', '_' and '-'",
      })
  void shouldNameKeyValueAndExpectationWhenAValueIsWrong(
      String variable, String value, String expected) {
    // given
    environment.put(variable, value);
    String property = SettingCatalog.STANDARD.ofVariable(variable).orElseThrow().property();

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessage(
            "expected %s for key '%s', found '%s' (%s)"
                .formatted(expected, property, value, variable));
  }

  @Test
  void shouldNameTheLineWhenAValueInTheFileIsWrong() throws IOException {
    // given
    givenFile("sojourn.properties", "# ports", "", "partitions=\\", "  8", "http.port = many");

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessage(
            "expected 0 to 65535 for key 'http.port', found 'many'"
                + " (http.port in sojourn.properties, line 5)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upper", ".hidden", "a b"})
  void shouldStopWhenThePrefixIsNoTopicName(String prefix) {
    // given
    environment.put("SOJOURN_TOPIC_PREFIX", prefix);

    // then
    assertThatThrownBy(() -> read(Profile.DEV)).hasMessageContaining("for key 'topic.prefix'");
  }

  @Test
  void shouldNameEverythingAtOnceWhenMuchIsWrong() {
    // given
    environment.put("SOJOURN_HTTP_PORT", "x");
    environment.put("SOJOURN_COLOUR", "red");

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessageContaining("SOJOURN_COLOUR")
        .hasMessageContaining("; expected 0 to 65535")
        .message()
        .hasLineCount(1);
  }

  @Test
  void shouldStopServeWhenItHasNeitherClusterNorKey() {
    assertThatThrownBy(() -> read(Profile.SERVE))
        .hasMessage(
            "expected a value for key 'kafka.bootstrap.servers'"
                + " (SOJOURN_KAFKA_BOOTSTRAP_SERVERS), found none;"
                + " expected a value for key 'admin.api.key' (ADMIN_API_KEY), found none");
  }

  @Test
  void shouldTakeBlankAsNotGiven() {
    // given
    environment.put("SOJOURN_KAFKA_BOOTSTRAP_SERVERS", "a:9092");
    environment.put("ADMIN_API_KEY", "  ");

    // then
    assertThatThrownBy(() -> read(Profile.SERVE)).hasMessageContaining("ADMIN_API_KEY");
  }

  @Test
  void shouldNotShowASecretWhenItIsWrong() {
    // given
    environment.put("ADMIN_API_KEY", "two words");

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessageContaining("'admin.api.key'")
        .message()
        .doesNotContain("two words");
  }

  @Test
  void shouldShowNoSecretWhenPrinted() throws Exception {
    // given
    environment.put("ADMIN_API_KEY", "hush-1");
    environment.put("POSTHOG_WEBHOOK_SECRET", "hush-2");
    environment.put("SOJOURN_KAFKA_SASL_JAAS_CONFIG", "hush-3");

    // when
    String printed = read(Profile.DEV).toString();

    // then
    assertThat(printed).doesNotContain("hush").contains("sasl.jaas.config").contains("(hidden)");
  }
}
