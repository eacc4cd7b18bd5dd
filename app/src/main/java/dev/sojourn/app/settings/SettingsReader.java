package dev.sojourn.app.settings;

import dev.sojourn.topics.json.DidYouMean;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the settings: the profile's defaults, then {@code sojourn.properties}, then the
 * environment, then the command line; later ones win. Blank values count as not given.
 */
public final class SettingsReader {

  private static final String CONFIG_VARIABLE = "SOJOURN_CONFIG";
  private static final String CONFIG_FILE = "sojourn.properties";
  private static final String KAFKA = "kafka.";
  private static final String KAFKA_VARIABLE = "SOJOURN_KAFKA_";

  /** Variables that the start script and this class read. */
  private static final Set<String> OTHER_VARIABLES = Set.of(CONFIG_VARIABLE, "SOJOURN_JAVA_OPTS");

  /** Variables that Kubernetes sets in every pod for a service whose name begins with "sojourn". */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("SOJOURN_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_\\w+)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  /** Settings the engine relies on. Other values would break its guarantees or hide its state. */
  private static final Set<String> FIXED_KAFKA_KEYS =
      Set.of(
          "application.id",
          "application.server",
          "enable.auto.commit",
          "group.id",
          "group.instance.id",
          "isolation.level",
          "processing.guarantee",
          "state.dir",
          "transactional.id");

  private final Path workingDir;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();
  private final Map<Key, SettingValue> values = new EnumMap<>(Key.class);
  private final Map<String, String> clients = new TreeMap<>();

  private SettingsReader(Path workingDir, Map<String, String> environment) {
    this.workingDir = workingDir;
    this.environment = environment;
  }

  /**
   * Reads the settings.
   *
   * @param options command-line options
   * @throws SettingsException naming everything that is wrong at once
   */
  public static Settings read(
      Profile profile, Path workingDir, Map<String, String> environment, List<Option> options)
      throws SettingsException {
    SettingsReader reader = new SettingsReader(workingDir, environment);
    profile.defaults().forEach((key, value) -> reader.give(key, value, "default"));
    reader.file();
    reader.variables();
    options.forEach(option -> reader.give(option.key(), option.value(), option.name()));
    return reader.settings(profile);
  }

  /**
   * Setting given on the command line.
   *
   * @param name such as {@code --port}
   */
  public record Option(Key key, String value, String name) {}

  private void give(Key key, String value, String from) {
    if (value.isBlank()) {
      return;
    }
    values.put(key, new SettingValue(value.strip(), from));
    if (key == Key.KAFKA_BOOTSTRAP_SERVERS) {
      clients.put(Settings.Kafka.BOOTSTRAP_SERVERS, value.strip());
    }
  }

  private void file() throws SettingsException {
    String named = environment.getOrDefault(CONFIG_VARIABLE, "");
    Path file = workingDir.resolve(named.isBlank() ? CONFIG_FILE : named);
    if (named.isBlank() && !Files.exists(file)) {
      return;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException(
          List.of("cannot read settings from %s: %s".formatted(file, reason(e, file))));
    }
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      property(name, properties.getProperty(name), file);
    }
  }

  private static String reason(Exception e, Path file) {
    return Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file";
  }

  private void property(String name, String value, Path file) {
    String from = "%s in %s".formatted(name, file.getFileName());
    Key.ofProperty(name)
        .ifPresentOrElse(
            key -> give(key, value, from),
            () -> {
              if (name.startsWith(KAFKA)) {
                client(name, value, from);
              } else {
                unknown(name, file.toString(), names(Key::property));
              }
            });
  }

  private void variables() {
    new TreeMap<>(environment)
        .forEach(
            (name, value) ->
                Key.ofVariable(name)
                    .ifPresentOrElse(key -> give(key, value, name), () -> variable(name, value)));
  }

  private void variable(String name, String value) {
    if (!name.startsWith(Key.ENVIRONMENT_PREFIX)
        || OTHER_VARIABLES.contains(name)
        || SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches())) {
      return;
    }
    if (name.startsWith(KAFKA_VARIABLE)) {
      String key = name.substring(KAFKA_VARIABLE.length()).toLowerCase(Locale.ROOT);
      client(KAFKA + key.replace('_', '.'), value, name);
    } else {
      unknown(name, "the environment", names(Key::variable));
    }
  }

  private void client(String name, String value, String from) {
    String key = name.substring(KAFKA.length());
    if (FIXED_KAFKA_KEYS.contains(key)) {
      problems.add("key '%s' cannot be set, the engine relies on it (%s)".formatted(name, from));
    } else if (!value.isBlank()) {
      clients.put(key, value.strip());
    }
  }

  private void unknown(String name, String where, List<String> known) {
    problems.add(
        "unknown key '%s' in %s%s"
            .formatted(
                name,
                where,
                DidYouMean.of(name, known)
                    .map(", did you mean '%s'?"::formatted)
                    .orElse(", expected one of " + known)));
  }

  private static List<String> names(Function<Key, String> name) {
    return Arrays.stream(Key.values()).map(name).toList();
  }

  private Settings settings(Profile profile) throws SettingsException {
    profile.required().stream()
        .filter(key -> !values.containsKey(key))
        .sorted()
        .forEach(
            key ->
                problems.add(
                    "expected a value for key '%s' (%s), found none"
                        .formatted(key.property(), key.variable())));
    return new SettingsParser(workingDir, values, problems).settings(clients);
  }
}
