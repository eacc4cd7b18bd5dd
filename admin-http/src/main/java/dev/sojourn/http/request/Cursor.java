package dev.sojourn.http.request;

import dev.sojourn.processor.query.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cursor of a page: opaque text for the caller, with a version prefix, so that its content may
 * change.
 */
final class Cursor {

  /** Version, list, milliseconds, id. */
  private static final Pattern FORM =
      Pattern.compile("3:([0-9a-f]*):(\\d{1,15}):(.+)", Pattern.DOTALL);

  private Cursor() {}

  static String write(String list, Position position) {
    String text = "3:%s:%d:%s".formatted(list, position.at().toEpochMilli(), position.id());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Decodes a cursor; empty when it is not one of this list. */
  static Optional<Position> read(String list, String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      Matcher form = FORM.matcher(text);
      return form.matches() && form.group(1).equals(list)
          ? Optional.of(
              new Position(Instant.ofEpochMilli(Long.parseLong(form.group(2))), form.group(3)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
