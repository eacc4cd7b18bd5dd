package dev.sojourn.processor.task;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How far a task has processed each of its inputs since it started: the offset of the last record,
 * by the role of the topic. Used only by the task's stream thread.
 */
public final class InputPositions {

  private final Map<String, Long> last = new TreeMap<>();

  public void processed(InputRecord record) {
    last.put(record.source(), record.offset());
  }

  /** The last processed offset of an input; empty when none was processed since the start. */
  public OptionalLong of(String source) {
    Long offset = last.get(source);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** All of them; inputs of which nothing was processed since the start are absent. */
  public Map<String, Long> all() {
    return Collections.unmodifiableMap(last);
  }
}
