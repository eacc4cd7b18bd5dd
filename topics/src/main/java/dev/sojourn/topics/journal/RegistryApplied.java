package dev.sojourn.topics.journal;

import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.json.JsonValues;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Journal record of a registry record that a partition has applied: its later decisions use it.
 *
 * @param entryId the key of the registry record
 * @param entry its value, as published; null for a deletion
 * @param offset in the registry's topic
 * @param clock its append time
 * @param processed the offset of the last record of every other input that the partition processed
 *     before, by the role of its topic; absent when nothing was processed since the task started
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record RegistryApplied(
    byte @Nullable [] entryId,
    byte @Nullable [] entry,
    long offset,
    Instant clock,
    Map<String, Long> processed) {

  public byte[] bytes() {
    return JsonValues.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("source", "registry");
          json.writeNumberField("registry", offset);
          json.writeStringField("clock", InstantJson.text(clock));
          if (entryId != null) {
            json.writeStringField("entryId", new String(entryId, StandardCharsets.UTF_8));
          }
          if (entry != null) {
            json.writeFieldName("entry");
            json.writeRawValue(new String(entry, StandardCharsets.UTF_8));
          }
          json.writeObjectFieldStart("processed");
          for (Map.Entry<String, Long> input : processed.entrySet()) {
            json.writeNumberField(input.getKey(), input.getValue());
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
