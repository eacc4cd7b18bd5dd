package dev.sojourn.processor.task;

import java.time.Duration;

/** Names of the state stores. Each is part of a changelog topic's name: never change one. */
public final class StoreNames {

  /** All rows without a store of their own, in families by prefix: each RocksDB costs memory. */
  public static final String STATE = "state";

  /** Timers, in a store of their own because they are written and deleted all the time. */
  public static final String TIMERS = "timers";

  /** Counters that change with each step; cached, so that each is written once per commit. */
  public static final String COUNTERS = "counters";

  /** Events, in segments that are dropped whole. */
  public static final String HISTORY = "history";

  /** How long an event is kept: at least twice the duplicate window. */
  public static final Duration HISTORY_RETENTION = Duration.ofDays(90);

  /** The length of a segment; Kafka Streams makes it half of the retention. */
  public static final Duration HISTORY_SEGMENT = HISTORY_RETENTION.dividedBy(2);

  private StoreNames() {}
}
