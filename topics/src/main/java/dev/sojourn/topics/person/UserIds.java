package dev.sojourn.topics.person;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Validation of user ids. */
public final class UserIds {

  private static final int MAX_BYTES = 200;

  /**
   * Values that buggy clients send instead of an id: all of their users would become one person.
   */
  private static final Set<String> NOBODY =
      Set.of(
          "0",
          "anonymous",
          "guest",
          "null",
          "none",
          "nil",
          "undefined",
          "nan",
          "[object object]",
          "true",
          "false",
          "email",
          "id",
          "user",
          "system",
          "distinct_id",
          "distinctid",
          "00000000-0000-0000-0000-000000000000");

  private UserIds() {}

  /** Why this is not a valid user id, empty when it is. */
  public static Optional<String> flaw(String id) {
    if (id.isBlank()) {
      return Optional.of("expected a user id, found a blank one");
    }
    if (id.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return Optional.of("expected a user id of at most %d bytes".formatted(MAX_BYTES));
    }
    if (id.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("expected a user id without control characters");
    }
    if (id.codePoints().anyMatch(UserIds::isHalf)) {
      // Unpaired surrogates have no UTF-8 bytes of their own, so such ids would share one key.
      return Optional.of("expected a user id of whole characters");
    }
    if (NOBODY.contains(id.strip().toLowerCase(Locale.ROOT))) {
      return Optional.of("'%s' stands for nobody in particular".formatted(id));
    }
    return Optional.empty();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
