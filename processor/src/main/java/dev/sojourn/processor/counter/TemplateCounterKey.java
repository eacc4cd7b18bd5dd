package dev.sojourn.processor.counter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A running total of one template, over all journeys.
 *
 * @param template its key
 */
public record TemplateCounterKey(String template, Kind kind) {

  private static final String PREFIX = "template/";

  /** What is counted of a template's messages. */
  public enum Kind {
    /** Went out, each once. */
    SENT,
    /** Were opened, each once. */
    OPENED,
    /** Something was clicked in them, each once. */
    CLICKED,
    /** Came back, as often as somebody says so. */
    BOUNCED,
    /** Were complained of, as often as somebody says so. */
    COMPLAINED,
    /** Did not go out for good, each once for every try of its step. */
    FAILED,
    /** Were kept back by a gate. */
    SKIPPED;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where it stands: it is the whole's, and no journey's. */
  public CounterKey counter() {
    return new CounterKey("", PREFIX + template + "/" + kind.word());
  }

  /** The total that stands there; empty when it is another. */
  public static Optional<TemplateCounterKey> of(CounterKey counter) {
    String name = counter.name();
    // A template's key may have slashes.
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
