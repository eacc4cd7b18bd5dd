package dev.sojourn.processor.engine;

import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.meter.Reading;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All meters of an engine. Meters that cannot be read at the moment are left out. */
final class ProcessMeters implements Meters {

  private static final Logger log = LoggerFactory.getLogger(ProcessMeters.class);

  private final List<Meters> parts;

  ProcessMeters(Meters... parts) {
    this.parts = List.of(parts);
  }

  @Override
  public List<Reading> read() {
    List<Reading> found = new ArrayList<>();
    for (Meters part : parts) {
      try {
        found.addAll(part.read());
      } catch (RuntimeException e) {
        // The engine is starting or stopping; the next scrape comes soon.
        log.debug("some meters cannot be read", e);
      }
    }
    return found;
  }
}
