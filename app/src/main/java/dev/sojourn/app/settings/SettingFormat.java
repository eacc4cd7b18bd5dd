package dev.sojourn.app.settings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Type of a setting's value: which texts are accepted, and what they become.
 *
 * @param expected completes "expected ... for key 'k'"; also documents the setting
 * @param parser throws IllegalArgumentException or DateTimeException for other texts
 * @param shown the value as it may be printed
 * @param hidden whether the text must not be printed, even when it is wrong
 */
record SettingFormat<T>(
    String expected, Parser<T> parser, Function<T, String> shown, boolean hidden) {

  /** Makes a value of its text. */
  interface Parser<T> {
    /**
     * Parses the text of a value.
     *
     * @param workingDir resolves relative paths
     */
    T parse(String text, Path workingDir);
  }

  private static final String HIDDEN = "(hidden)";

  /** Any text that the parser accepts. */
  static <T> SettingFormat<T> of(String expected, Function<String, T> parser) {
    return new SettingFormat<>(
        expected, (text, workingDir) -> parser.apply(text), String::valueOf, false);
  }

  /** Text that satisfies the check. */
  static SettingFormat<String> text(String expected, Predicate<String> check) {
    return of(expected, text -> checked(text, check.test(text)));
  }

  /** Whole number within these bounds. */
  static SettingFormat<Integer> number(int least, int most) {
    return of(
        "%d to %d".formatted(least, most),
        text -> {
          int number = Integer.parseInt(text);
          return checked(number, number >= least && number <= most);
        });
  }

  static SettingFormat<Boolean> flag() {
    return of(
        "true or false",
        text -> checked(text, text.equals("true") || text.equals("false")).equals("true"));
  }

  /** Name of a constant. */
  static <E extends Enum<E>> SettingFormat<E> choice(Class<E> type) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    String expected =
        names.stream().limit(names.size() - 1L).collect(Collectors.joining(", "))
            + " or "
            + names.get(names.size() - 1);
    return of(expected, text -> Enum.valueOf(type, text));
  }

  /** Path, relative to the working directory. */
  static SettingFormat<Path> path() {
    return new SettingFormat<>(
        "a path",
        (text, workingDir) -> workingDir.resolve(text).normalize(),
        String::valueOf,
        false);
  }

  /** Key that travels in a header, and headers carry only printable ASCII. */
  static SettingFormat<Secret> secret() {
    return secret("printable ASCII without spaces", text -> text.matches("[\\x21-\\x7e]+"));
  }

  /** Secret text that satisfies the check. */
  static SettingFormat<Secret> secret(String expected, Predicate<String> check) {
    return hidden(expected, text -> new Secret(checked(text, check.test(text))), Secret::toString);
  }

  /** Value that contains a secret, and its printable form. */
  static <T> SettingFormat<T> hidden(
      String expected, Function<String, T> parser, Function<T, String> shown) {
    return new SettingFormat<>(expected, (text, workingDir) -> parser.apply(text), shown, true);
  }

  /** Value that as a whole may be a secret. */
  static <T> SettingFormat<T> hidden(String expected, Function<String, T> parser) {
    return hidden(expected, parser, value -> HIDDEN);
  }

  private static <V> V checked(V value, boolean accepted) {
    if (!accepted) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }
}
