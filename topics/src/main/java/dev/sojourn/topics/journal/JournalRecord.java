package dev.sojourn.topics.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.topics.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decision, as it stands in the journal: what came, what was known, what was decided.
 *
 * @param source {@code events}, {@code control}, {@code outcomes} or {@code timer}
 * @param partition and offset of the stimulus; null for a timer
 * @param registry offset of the last change of the registry that stood before it in this partition
 * @param clock the time of the decision
 * @param stimulus what came, in short
 * @param moves where each instance went
 * @param entries what became of each journey that it starts
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JournalRecord(
    String userId,
    String source,
    @Nullable Integer partition,
    @Nullable Long offset,
    long registry,
    Instant clock,
    Map<String, Object> stimulus,
    List<Map<String, Object>> moves,
    List<Map<String, Object>> entries,
    List<Map<String, Object>> effects) {

  public byte[] bytes() {
    return Json.bytes(this);
  }
}
