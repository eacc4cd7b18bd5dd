package dev.sojourn.processor.meter;

import java.util.List;

/** Meters of a running process. Safe for any number of threads. */
@FunctionalInterface
public interface Meters {

  /**
   * All readings known now. It makes no request, so it neither blocks nor fails while Kafka is
   * unavailable; unknown readings are left out.
   */
  List<Reading> read();
}
