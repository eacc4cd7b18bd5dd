package dev.sojourn.processor.task;

import java.time.Duration;

/** The names of the stores. Each is part of a changelog topic's name: never change one. */
public final class StoreNames {

  /** Everything that has no better place, in families by prefix: each RocksDB costs memory. */
  public static final String STATE = "state";

  /** What is due, apart from the rest because it is written and deleted all the time. */
  public static final String TIMERS = "timers";

  /** Numbers that change with each movement; cached, so that they are written once per commit. */
  public static final String COUNTERS = "counters";

  /** Events, in segments that are dropped whole. */
  public static final String HISTORY = "history";

  /** How long an event is remembered at least twice as long as repeats are recognised. */
  public static final Duration HISTORY_RETENTION = Duration.ofDays(90);

  /** The length of a segment; Kafka Streams makes it half of the retention. */
  public static final Duration HISTORY_SEGMENT = HISTORY_RETENTION.dividedBy(2);

  private StoreNames() {}
}
