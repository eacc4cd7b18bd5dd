package dev.sojourn.app.settings;

import dev.sojourn.topics.json.DidYouMean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the settings: the profile's defaults, then {@code sojourn.properties}, then the
 * environment, then the command line; later ones win. Blank values count as not given. Collects all
 * problems instead of stopping at the first.
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

  private final SettingCatalog catalog;
  private final Path workingDir;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();
  private final Map<Setting<?>, SettingValue> texts = new HashMap<>();
  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final Map<String, String> clients = new TreeMap<>();

  private SettingsReader(SettingCatalog catalog, Path workingDir, Map<String, String> environment) {
    this.catalog = catalog;
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
    return read(SettingCatalog.STANDARD, profile, workingDir, environment, options);
  }

  static Settings read(
      SettingCatalog catalog,
      Profile profile,
      Path workingDir,
      Map<String, String> environment,
      List<Option> options)
      throws SettingsException {
    SettingsReader reader = new SettingsReader(catalog, workingDir, environment);
    reader.defaults(profile);
    reader.file();
    reader.variables();
    options.forEach(option -> reader.give(option.setting(), option.value(), option.name()));
    return reader.settings(profile);
  }

  /**
   * Setting given on the command line.
   *
   * @param name such as {@code --port}
   */
  public record Option(Setting<?> setting, String value, String name) {}

  private void defaults(Profile profile) {
    for (Setting<?> setting : catalog.settings()) {
      String text = setting.whenAbsent().texts().get(profile);
      if (text != null) {
        give(setting, text, "default");
      }
    }
  }

  private void give(Setting<?> setting, String value, String from) {
    if (!value.isBlank()) {
      texts.put(setting, new SettingValue(value.strip(), from));
    }
  }

  private void file() throws SettingsException {
    String named = environment.getOrDefault(CONFIG_VARIABLE, "");
    Path file = workingDir.resolve(named.isBlank() ? CONFIG_FILE : named);
    if (named.isBlank() && !Files.exists(file)) {
      return;
    }
    SortedMap<String, PropertiesFile.Entry> entries;
    try {
      entries = PropertiesFile.read(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException(
          List.of("cannot read settings from %s: %s".formatted(file, reason(e, file))));
    }
    entries.forEach((name, entry) -> property(name, entry, file));
  }

  private static String reason(Exception e, Path file) {
    return Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file";
  }

  private void property(String name, PropertiesFile.Entry entry, Path file) {
    String from = "%s in %s, line %d".formatted(name, file.getFileName(), entry.line());
    catalog
        .ofProperty(name)
        .ifPresentOrElse(
            setting -> give(setting, entry.value(), from),
            () -> {
              if (name.startsWith(KAFKA)) {
                client(name, entry.value(), from);
              } else {
                unknown(name, file.toString(), catalog.properties());
              }
            });
  }

  private void variables() {
    new TreeMap<>(environment)
        .forEach(
            (name, value) ->
                catalog
                    .ofVariable(name)
                    .ifPresentOrElse(
                        setting -> give(setting, value, name), () -> variable(name, value)));
  }

  private void variable(String name, String value) {
    if (!name.startsWith(Setting.ENVIRONMENT_PREFIX)
        || OTHER_VARIABLES.contains(name)
        || SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches())) {
      return;
    }
    if (name.startsWith(KAFKA_VARIABLE)) {
      String key = name.substring(KAFKA_VARIABLE.length()).toLowerCase(Locale.ROOT);
      client(KAFKA + key.replace('_', '.'), value, name);
    } else {
      unknown(name, "the environment", catalog.variables());
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

  private Settings settings(Profile profile) throws SettingsException {
    List<Setting<?>> all = catalog.settings();
    for (Setting<?> setting : all) {
      if (setting.whenAbsent().required().contains(profile) && !texts.containsKey(setting)) {
        problems.add(missing(setting));
      }
    }
    all.forEach(this::parse);
    all.forEach(this::checkConditions);
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return new Settings(values, clients);
  }

  private void parse(Setting<?> setting) {
    SettingValue given = texts.get(setting);
    if (given == null) {
      return;
    }
    try {
      values.put(setting, setting.format().parser().parse(given.value(), workingDir));
    } catch (IllegalArgumentException | DateTimeException e) {
      problems.add(
          "expected %s for key '%s', found %s (%s)"
              .formatted(
                  setting.format().expected(),
                  setting.property(),
                  setting.format().hidden() ? "something else" : "'" + given.value() + "'",
                  given.from()));
    }
  }

  private void checkConditions(Setting<?> setting) {
    for (SettingDefault.Condition condition : setting.whenAbsent().conditions()) {
      if (!texts.containsKey(setting) && condition.holds(values)) {
        problems.add("%s, and '%s' needs it".formatted(missing(setting), condition.because()));
      }
    }
  }

  private static String missing(Setting<?> setting) {
    return "expected a value for key '%s' (%s), found none"
        .formatted(setting.property(), setting.variable());
  }
}
