package dev.sojourn.journeys.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How often one person may enter a journey. */
public enum EntryLimit {
  ONCE,
  ONCE_PER_PERIOD,
  UNLIMITED;

  @JsonCreator
  public static EntryLimit of(String name) {
    return Arrays.stream(values())
        .filter(limit -> limit.json().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of [once, once_per_period, unlimited], found '%s'"
                        .formatted(name)));
  }

  @JsonValue
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
