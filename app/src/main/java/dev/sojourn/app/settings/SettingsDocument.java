package dev.sojourn.app.settings;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Documentation of all settings, made from their definitions. */
public final class SettingsDocument {

  public static final String BEGIN = "<!-- settings: written by ./sojourn settings --update -->";
  public static final String END = "<!-- end of settings -->";

  private static final String HEAD =
      """
      | property | variable | value | `dev` | `serve` | |
      |---|---|---|---|---|---|
      """;

  private final SettingCatalog catalog;

  /** Documents the settings of the launcher. */
  public SettingsDocument() {
    this(SettingCatalog.STANDARD);
  }

  SettingsDocument(SettingCatalog catalog) {
    this.catalog = catalog;
  }

  /** A paragraph for each setting, for a terminal. */
  public String text() {
    return catalog.lists().stream()
        .map(
            list ->
                list.settings().stream()
                    .map(SettingsDocument::paragraph)
                    .collect(joining("\n", list.title() + "\n\n", "")))
        .collect(joining("\n"));
  }

  /** A Markdown table for each feature. */
  public String markdown() {
    return catalog.lists().stream()
        .map(
            list ->
                list.settings().stream()
                    .map(SettingsDocument::row)
                    .collect(joining("\n", "### %s\n\n%s".formatted(list.title(), HEAD), "\n")))
        .collect(joining("\n"));
  }

  /**
   * Replaces what is between the markers in a Markdown document by the tables.
   *
   * @return empty when the document does not have both markers, in this order
   */
  public Optional<String> updated(String document) {
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    return begin < 0 || end < begin
        ? Optional.empty()
        : Optional.of(
            document.substring(0, begin + BEGIN.length())
                + "\n\n"
                + markdown()
                + "\n"
                + document.substring(end));
  }

  private static String row(Setting<?> setting) {
    return Stream.of(
            code(setting.property()),
            code(setting.variable()),
            setting.format().expected().replace("<", "\\<"),
            whenAbsent(setting, Profile.DEV),
            whenAbsent(setting, Profile.SERVE),
            meaning(setting))
        .map(cell -> cell.replace("|", "\\|"))
        .collect(joining(" | ", "| ", " |"));
  }

  private static String paragraph(Setting<?> setting) {
    String plain =
        """
          %s (%s)
            %s
            value: %s
            default: %s
        """
            .formatted(
                setting.property(),
                setting.variable(),
                meaning(setting),
                setting.format().expected(),
                defaults(setting));
    // Links and code are for Markdown.
    return plain.replaceAll("\\[([^\\]]+)\\]\\([^)]*\\)", "$1").replace("`", "");
  }

  private static String defaults(Setting<?> setting) {
    String dev = whenAbsent(setting, Profile.DEV);
    String serve = whenAbsent(setting, Profile.SERVE);
    if (dev.equals(serve)) {
      return dev.isEmpty() ? "none" : dev;
    }
    return "%s under dev, %s under serve"
        .formatted(dev.isEmpty() ? "none" : dev, serve.isEmpty() ? "none" : serve);
  }

  /** What holds without a value, empty for nothing. */
  private static String whenAbsent(Setting<?> setting, Profile profile) {
    SettingDefault absent = setting.whenAbsent();
    String text = absent.texts().get(profile);
    if (text != null) {
      return code(text);
    }
    return absent.required().contains(profile)
        ? "required"
        : absent.notes().getOrDefault(profile, "");
  }

  private static String meaning(Setting<?> setting) {
    List<SettingDefault.Condition> conditions = setting.whenAbsent().conditions();
    return conditions.isEmpty()
        ? setting.meaning()
        : conditions.stream()
            .map(condition -> code(condition.because()))
            .collect(joining(" or ", setting.meaning() + "; required with ", ""));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
