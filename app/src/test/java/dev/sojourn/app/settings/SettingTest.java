package dev.sojourn.app.settings;

import static dev.sojourn.app.settings.SettingDefault.always;
import static dev.sojourn.app.settings.SettingDefault.byProfile;
import static dev.sojourn.app.settings.SettingDefault.none;
import static dev.sojourn.app.settings.SettingFormat.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A setting needs nothing but its definition: these are defined here alone. */
final class SettingTest {

  private static final SettingList.Builder DEFINED = SettingList.titled("Lighthouse");

  private static final Setting<Integer> LAMPS =
      DEFINED.define("lamps", number(1, 9), byProfile("1", "2"), "lamps | that shine");

  private static final Setting<Secret> COLOUR =
      DEFINED.define(
          "lamp.colour",
          SettingFormat.secret(),
          none("white").requiredBy(Profile.TOPICS).requiredWhen(LAMPS, 3).requiredWith(LAMPS),
          "see [lamps](#lamps)");

  private static final SettingCatalog CATALOG =
      new SettingCatalog(
          List.of(
              ClusterSettings.LIST,
              ApiSettings.LIST,
              LocalSettings.LIST,
              DeliverySettings.LIST,
              DEFINED.build()));

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void givenWhatIsRequired() {
    environment.put("SOJOURN_KAFKA_BOOTSTRAP_SERVERS", "a:9092");
    environment.put("ADMIN_API_KEY", "key");
    environment.put("SOJOURN_LAMP_COLOUR", "red");
  }

  private Settings read(Profile profile, SettingsReader.Option... options) throws Exception {
    return SettingsReader.read(CATALOG, profile, dir, environment, List.of(options));
  }

  @Test
  void shouldHaveTheDefaultOfItsProfile() throws Exception {
    assertThat(read(Profile.DEV).get(LAMPS)).isEqualTo(1);
    assertThat(read(Profile.SERVE).get(LAMPS)).isEqualTo(2);
    assertThat(read(Profile.TOPICS).get(LAMPS)).isEqualTo(2);
  }

  @Test
  void shouldBeReadFromTheFileTheEnvironmentAndTheCommandLine() throws Exception {
    // given
    Files.writeString(dir.resolve("sojourn.properties"), "lamps=4\n");

    // then
    assertThat(read(Profile.DEV).get(LAMPS)).isEqualTo(4);
    environment.put("SOJOURN_LAMPS", "5");
    assertThat(read(Profile.DEV).get(LAMPS)).isEqualTo(5);
    assertThat(read(Profile.DEV, new SettingsReader.Option(LAMPS, "6", "--lamps")).get(LAMPS))
        .isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SOJOURN_LAMPS | 10 | expected 1 to 9 for key 'lamps', found '10' (SOJOURN_LAMPS)",
        "SOJOURN_LAMPS | x  | expected 1 to 9 for key 'lamps', found 'x' (SOJOURN_LAMPS)",
        "SOJOURN_LAMP  | 1  | unknown key 'SOJOURN_LAMP' in the environment, did you mean 'SOJOURN_LAMPS'?",
      })
  void shouldBeChecked(String variable, String value, String problem) {
    // given
    environment.put(variable, value);

    // then
    assertThatThrownBy(() -> read(Profile.DEV)).hasMessage(problem);
  }

  @Test
  void shouldNotBePrintedWhenItIsSecret() throws Exception {
    // when
    Settings right = read(Profile.DEV);
    environment.put("SOJOURN_LAMP_COLOUR", "rot und blau");

    // then
    assertThat(right.toString()).contains("lamp.colour=(hidden)").contains("lamps=1");
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessage(
            "expected printable ASCII without spaces for key 'lamp.colour',"
                + " found something else (SOJOURN_LAMP_COLOUR)");
  }

  @Test
  void shouldNameAllReasonsWhenItIsMissing() {
    // given
    environment.remove("SOJOURN_LAMP_COLOUR");
    environment.put("SOJOURN_LAMPS", "3");

    // then
    String missing = "expected a value for key 'lamp.colour' (SOJOURN_LAMP_COLOUR), found none";
    assertThatThrownBy(() -> read(Profile.TOPICS))
        .hasMessage(
            "%1$s; %1$s, and 'lamps=3' needs it; %1$s, and 'lamps' needs it".formatted(missing));
  }

  @Test
  void shouldBeDocumented() {
    // when
    SettingsDocument document = new SettingsDocument(CATALOG);

    // then
    assertThat(document.markdown())
        .endsWith(
            """
            ### Lighthouse

            | property | variable | value | `dev` | `serve` | |
            |---|---|---|---|---|---|
            | `lamps` | `SOJOURN_LAMPS` | 1 to 9 | `1` | `2` | lamps \\| that shine |
            | `lamp.colour` | `SOJOURN_LAMP_COLOUR` | printable ASCII without spaces | white | white | see [lamps](#lamps); required with `lamps=3` or `lamps` |
            """);
    assertThat(document.text())
        .endsWith(
            """
            Lighthouse

              lamps (SOJOURN_LAMPS)
                lamps | that shine
                value: 1 to 9
                default: 1 under dev, 2 under serve

              lamp.colour (SOJOURN_LAMP_COLOUR)
                see lamps; required with lamps=3 or lamps
                value: printable ASCII without spaces
                default: white
            """);
  }

  @Test
  void shouldNotBeTakenForGrantedWhenItMayHaveNoValue() throws Exception {
    // given
    Settings settings = read(Profile.DEV);

    // then
    assertThat(settings.find(COLOUR)).contains(new Secret("red"));
    assertThatThrownBy(() -> settings.get(COLOUR))
        .hasMessage("expected a setting that always has a value, found 'lamp.colour'");
  }

  @Test
  void shouldBeRefusedWhenItsDefinitionContradictsItself() {
    // given
    SettingList.Builder list = SettingList.titled("Wrong");

    // then
    assertThatThrownBy(() -> list.define("a", number(1, 9), always("0"), "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> list.define("A_b", number(1, 9), always("1"), "a"))
        .hasMessageContaining("found 'A_b'");
    assertThatThrownBy(() -> list.define("a", SettingFormat.secret(), always("x"), "a"))
        .hasMessageContaining("no default for the secret 'a'");
    assertThatThrownBy(() -> list.define("a", number(1, 9), always("1"), " "))
        .hasMessageContaining("what 'a' means");
  }

  @Test
  void shouldBeRefusedWhenItWouldNotBeReadOrIsThereTwice() {
    // given
    SettingList.Builder list = SettingList.titled("Twice");
    list.define("lamps", number(1, 9), always("1"), "lamps");
    SettingList built = list.build();

    // then
    assertThatThrownBy(() -> list.define("late", number(1, 9), always("1"), "late"))
        .hasMessageContaining("found 'late'");
    assertThatThrownBy(() -> new SettingCatalog(List.of(built, built)))
        .hasMessage("expected one setting for key 'lamps' (SOJOURN_LAMPS), found two");
  }
}
