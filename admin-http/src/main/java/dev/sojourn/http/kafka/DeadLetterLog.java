package dev.sojourn.http.kafka;

import dev.sojourn.http.kafka.EventGateway.Place;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads dead letters where they stand in the log. Safe for any number of threads. */
public interface DeadLetterLog {

  /**
   * The dead letters at these places. What retention has taken is left out.
   *
   * @param most of each value's bytes, from its beginning
   * @throws dev.sojourn.http.error.UnavailableException when the log does not answer in time
   */
  Map<Place, Letter> read(Collection<Place> places, int most);

  /**
   * A dead letter as it stands in the log.
   *
   * @param key of the record it was, null when that had none
   * @param value the beginning of what it was
   * @param length of the value that stands there, in bytes
   * @param cut whether it was too long to be kept whole in the first place
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Letter(byte @Nullable [] key, byte[] value, int length, boolean cut) {}
}
