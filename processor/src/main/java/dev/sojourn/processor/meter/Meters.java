package dev.sojourn.processor.meter;

/** Meters whose values, or whose labels, are looked up. Safe for any number of threads. */
@FunctionalInterface
public interface Meters {

  /**
   * Brings the meters in the registry up to date; called before each scrape. It makes no request to
   * Kafka, so it neither blocks nor fails while Kafka is unavailable; values that are unknown now
   * are removed.
   */
  void refresh();
}
