package dev.sojourn.http.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cursor of a page of the log.
 *
 * @param skip how many events are still to be skipped
 * @param next by partition: the offset below which nothing has been shown
 */
record LogCursor(int skip, List<Long> next) {

  /** The version differs from that of other lists, whose cursors cannot be used here. */
  private static final Pattern FORM =
      Pattern.compile("4:([0-9a-f]*):(\\d{1,5}):([0-9a-z]{1,12}(,[0-9a-z]{1,12})*)");

  LogCursor {
    next = List.copyOf(next);
  }

  /**
   * Encodes the cursor.
   *
   * @param list identifies the list and its filters
   */
  String write(String list) {
    String offsets =
        next.stream()
            .map(offset -> Long.toString(offset, Character.MAX_RADIX))
            .collect(Collectors.joining(","));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            "4:%s:%d:%s".formatted(list, skip, offsets).getBytes(StandardCharsets.UTF_8));
  }

  /** Decodes a cursor; empty when it is not one of this list. */
  static Optional<LogCursor> read(String list, String cursor, int partitions) {
    try {
      Matcher form =
          FORM.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
      if (!form.matches() || !form.group(1).equals(list)) {
        return Optional.empty();
      }
      List<Long> next =
          Arrays.stream(form.group(3).split(",", -1))
              .map(offset -> Long.parseLong(offset, Character.MAX_RADIX))
              .toList();
      return next.size() == partitions
          ? Optional.of(new LogCursor(Integer.parseInt(form.group(2)), next))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
