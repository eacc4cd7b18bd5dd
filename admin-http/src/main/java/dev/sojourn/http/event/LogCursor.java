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
 * Where a page of the log ended, as callers carry it to the next.
 *
 * @param skip how many events are still to be passed over
 * @param next by partition: the offset below which nothing has been shown
 */
record LogCursor(int skip, List<Long> next) {

  /** Another version than that of other lists, whose cursors are of no use here. */
  private static final Pattern FORM =
      Pattern.compile("4:([0-9a-f]*):(\\d{1,5}):([0-9a-z]{1,12}(,[0-9a-z]{1,12})*)");

  LogCursor {
    next = List.copyOf(next);
  }

  /**
   * As text.
   *
   * @param list which list it is, under which filters
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

  /** Empty when it is none of this list. */
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
