package dev.sojourn.topics.journal;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.topics.json.JsonValues;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One decision, as it stands in the journal: what came, what was known, what was decided.
 *
 * @param source {@code events}, {@code control}, {@code outcomes} or {@code timer}
 * @param partition and offset of the stimulus; null for a timer
 * @param registry offset of the last change of the registry that stood before it in this partition
 * @param clock the time of the decision
 * @param stimulus what came, in short
 * @param decision of which the journal tells where each instance went, what became of each journey
 *     that the stimulus starts, and what else had an effect
 */
public record JournalRecord(
    String userId,
    String source,
    @Nullable Integer partition,
    @Nullable Long offset,
    long registry,
    Instant clock,
    JournalCause stimulus,
    Decision decision) {

  public byte[] bytes() {
    return JsonValues.bytes(json -> JournalJson.write(json, this));
  }
}
