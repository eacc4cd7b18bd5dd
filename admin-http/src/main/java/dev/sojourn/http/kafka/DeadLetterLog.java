package dev.sojourn.http.kafka;

import dev.sojourn.http.kafka.EventGateway.Place;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reader of dead letters at given positions in the log. Thread-safe. */
public interface DeadLetterLog {

  /**
   * Reads the dead letters at these positions. Those that retention has removed are left out.
   *
   * @param most bytes of each value to return, from the beginning
   * @throws dev.sojourn.http.error.UnavailableException when the log does not answer in time
   */
  Map<Place, Letter> read(Collection<Place> places, int most);

  /**
   * A dead letter as it is in the log.
   *
   * @param key of the original record, null when it had none
   * @param value the first bytes of the original value
   * @param length bytes of the value in the log
   * @param cut whether the original was too long to be stored whole
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Letter(byte @Nullable [] key, byte[] value, int length, boolean cut) {}
}
