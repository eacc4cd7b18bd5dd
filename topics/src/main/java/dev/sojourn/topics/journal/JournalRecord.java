package dev.sojourn.topics.journal;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.topics.json.JsonValues;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Journal record of one decision: the stimulus, the registry revision, the decision.
 *
 * @param source {@code events}, {@code control}, {@code outcomes}, or what the task did by itself:
 *     {@code timer}, {@code sweep}, {@code release}, {@code job}
 * @param partition and offset of the stimulus; null when no record was the cause
 * @param registry offset of the last registry change before it in this partition
 * @param events offset of the last event that this partition processed before; null for a decision
 *     about an event, and before the first event since the task started
 * @param clock the time of the decision
 * @param stimulus what was decided about; the journal says of it what the record does not
 * @param decision the journal records how each instance moved, the result for each journey that the
 *     stimulus triggers, and all other effects
 */
public record JournalRecord(
    String userId,
    String source,
    @Nullable Integer partition,
    @Nullable Long offset,
    long registry,
    @Nullable Long events,
    Instant clock,
    Stimulus stimulus,
    Decision decision) {

  public byte[] bytes() {
    return JsonValues.bytes(json -> JournalJson.write(json, this));
  }
}
