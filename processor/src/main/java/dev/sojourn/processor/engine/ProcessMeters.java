package dev.sojourn.processor.engine;

import dev.sojourn.processor.meter.Meters;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters of an engine that are looked up. One that cannot be read leaves the others alone. */
final class ProcessMeters implements Meters {

  private static final Logger log = LoggerFactory.getLogger(ProcessMeters.class);

  private final List<Meters> parts;

  ProcessMeters(Meters... parts) {
    this.parts = List.of(parts);
  }

  @Override
  public void refresh() {
    for (Meters part : parts) {
      try {
        part.refresh();
      } catch (RuntimeException e) {
        // The engine is starting or stopping; the next scrape comes soon.
        log.debug("some meters cannot be read", e);
      }
    }
  }
}
