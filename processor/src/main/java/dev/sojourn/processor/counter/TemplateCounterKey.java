package dev.sojourn.processor.counter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Key of a counter of one template, over all journeys.
 *
 * @param template its key
 */
public record TemplateCounterKey(String template, Kind kind) {

  private static final String PREFIX = "template/";

  /** What is counted for a template's messages. */
  public enum Kind {
    /** Sent, each counted once. */
    SENT,
    /** Opened, each counted once. */
    OPENED,
    /** Clicked, each counted once. */
    CLICKED,
    /** Bounced, as often as reported. */
    BOUNCED,
    /** Complained about, as often as reported. */
    COMPLAINED,
    /** Permanently failed, each counted once for every retry of its step. */
    FAILED,
    /** Refused by a gate. */
    SKIPPED;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The counter of the whole partition under which it is stored. */
  public CounterKey counter() {
    return new CounterKey("", PREFIX + template + "/" + kind.word());
  }

  /** The template counter stored under this key; empty when it is another counter. */
  public static Optional<TemplateCounterKey> of(CounterKey counter) {
    String name = counter.name();
    // A template's key may contain slashes.
    int end = name.lastIndexOf('/');
    if (!counter.journeyId().isEmpty() || !name.startsWith(PREFIX) || end < PREFIX.length()) {
      return Optional.empty();
    }
    String word = name.substring(end + 1);
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.word().equals(word))
        .map(kind -> new TemplateCounterKey(name.substring(PREFIX.length(), end), kind))
        .findFirst();
  }
}
