package dev.sojourn.processor.engine;

import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.meter.Reading;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All meters of an engine. One that cannot be read now is left out, and the others are shown. */
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
        // An engine that starts or stops; whoever reads comes again soon.
        log.debug("some meters cannot be read", e);
      }
    }
    return found;
  }
}
