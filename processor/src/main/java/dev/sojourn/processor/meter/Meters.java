package dev.sojourn.processor.meter;

import java.util.List;

/** Numbers of a running process. Safe for any number of threads. */
@FunctionalInterface
public interface Meters {

  /**
   * All that is known now. Asks nobody, so that it neither waits nor fails while the log is away;
   * what is not known is left out.
   */
  List<Reading> read();
}
