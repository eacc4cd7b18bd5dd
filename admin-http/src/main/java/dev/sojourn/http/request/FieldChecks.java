package dev.sojourn.http.request;

import dev.sojourn.topics.person.UserIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks of values in the constructors of request records. Null passes, since it stands for an
 * absent optional field; the binding has refused absent required ones.
 */
public final class FieldChecks {

  private FieldChecks() {}

  /**
   * A string with something in it.
   *
   * @throws InvalidFieldException as all the checks, when the value is invalid
   */
  public static void notBlank(String field, @Nullable String text) {
    if (text != null && text.isBlank()) {
      throw InvalidFieldException.of(field, "expected a string that is not blank");
    }
  }

  /** A field that may be absent, but not null. */
  public static void notNull(String field, @Nullable Patched<?> patched) {
    if (patched != null && patched.value() == null) {
      throw InvalidFieldException.of(field, "expected a value, found null");
    }
  }

  /** A list of strings with something in each. */
  public static void noneBlank(String field, @Nullable List<String> texts) {
    if (texts != null) {
      for (int i = 0; i < texts.size(); i++) {
        notBlank("%s[%d]".formatted(field, i), texts.get(i));
      }
    }
  }

  /**
   * A string that is not too long.
   *
   * @param most characters
   */
  public static void atMost(String field, @Nullable String text, int most) {
    if (text != null && text.length() > most) {
      throw InvalidFieldException.of(field, "expected at most %d characters".formatted(most));
    }
  }

  /** An id that can belong to one person. */
  public static void userId(String field, @Nullable String id) {
    if (id != null) {
      UserIds.flaw(id)
          .ifPresent(
              flaw -> {
                throw InvalidFieldException.of(field, flaw);
              });
    }
  }

  /** A plausible email address. */
  public static void email(String field, @Nullable String address) {
    if (address != null && !EmailAddresses.plausible(address)) {
      throw InvalidFieldException.of(
          field, "expected an email address, found '%s'".formatted(address));
    }
  }

  /** A string with a fixed set of values. */
  public static void oneOf(String field, @Nullable String text, List<String> allowed) {
    if (text != null && !allowed.contains(text)) {
      throw InvalidFieldException.of(
          field, "expected one of %s, found '%s'".formatted(String.join(", ", allowed), text));
    }
  }

  /** A whole number in a range, both ends inclusive. */
  public static void range(String field, @Nullable Integer number, int min, int max) {
    if (number != null && (number < min || number > max)) {
      throw InvalidFieldException.of(
          field,
          "expected a whole number from %d to %d, found the number %d".formatted(min, max, number));
    }
  }

  /** A list of a number of elements, both ends inclusive. */
  public static void elements(String field, @Nullable List<?> list, int min, int max) {
    if (list != null && (list.size() < min || list.size() > max)) {
      throw InvalidFieldException.of(
          field, "expected %d to %d elements, found %d".formatted(min, max, list.size()));
    }
  }
}
