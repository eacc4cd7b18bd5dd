package dev.sojourn.http.gateway;

import dev.sojourn.http.gateway.EventGateway.Place;
import dev.sojourn.topics.event.EventEnvelope;
import java.util.Collection;
import java.util.Map;

/** Reads events where they stand in the log. Safe for any number of threads. */
public interface EventLog {

  /**
   * The events at these places. What retention has taken, or cannot be read, is left out.
   *
   * @throws dev.sojourn.http.error.UnavailableException when the log does not answer in time
   */
  Map<Place, EventEnvelope> read(Collection<Place> places);
}
