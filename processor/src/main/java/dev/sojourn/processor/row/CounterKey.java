package dev.sojourn.processor.row;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/** The name of a running total of one journey, or of the whole when the journey is empty. */
public record CounterKey(String journeyId, String name) {

  /** Sum of the time from entry to completion, in ms, over the completed. */
  public static final String DURATION = "duration_ms";

  /** Outcomes that came after their instance was over. */
  public static final String AFTER_EXIT = "after_exit";

  /** Events whose own time was later than their intake and was set back to it. */
  public static final String CLAMPED = "clamped";

  /** Events of persons who were erased. */
  public static final String ERASED = "erased";

  public Bytes bytes() {
    return Bytes.wrap((journeyId + '\0' + name).getBytes(StandardCharsets.UTF_8));
  }

  public static CounterKey read(Bytes bytes) {
    String text = new String(bytes.get(), StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return new CounterKey(text.substring(0, end), text.substring(end + 1));
  }
}
