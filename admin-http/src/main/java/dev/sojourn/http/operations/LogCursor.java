package dev.sojourn.http.operations;

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
      Pattern.compile("2:(\\d{1,5}):([0-9a-z]{1,12}(,[0-9a-z]{1,12})*)");

  LogCursor {
    next = List.copyOf(next);
  }

  String write() {
    String offsets =
        next.stream()
            .map(offset -> Long.toString(offset, Character.MAX_RADIX))
            .collect(Collectors.joining(","));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString("2:%d:%s".formatted(skip, offsets).getBytes(StandardCharsets.UTF_8));
  }

  /** Empty when it is none of ours. */
  static Optional<LogCursor> read(String cursor, int partitions) {
    try {
      Matcher form =
          FORM.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
      if (!form.matches()) {
        return Optional.empty();
      }
      List<Long> next =
          Arrays.stream(form.group(2).split(",", -1))
              .map(offset -> Long.parseLong(offset, Character.MAX_RADIX))
              .toList();
      return next.size() == partitions
          ? Optional.of(new LogCursor(Integer.parseInt(form.group(1)), next))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
