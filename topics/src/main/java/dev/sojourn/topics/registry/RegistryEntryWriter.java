package dev.sojourn.topics.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.sojourn.journeys.kind.RegistryKind;
import java.io.IOException;
import java.util.Map;

/** Writes entries that have a value: {@code {"type":"hold","hold":{...}}}. */
final class RegistryEntryWriter extends JsonSerializer<RegistryEntry> {

  static final String CREATED_AT = "createdAt";

  @Override
  public void serialize(RegistryEntry entry, JsonGenerator json, SerializerProvider serializers)
      throws IOException {
    json.writeStartObject();
    if (entry instanceof RegistryEntry.OfValue<?> value) {
      json.writeStringField(RegistryKind.TYPE, value.kind().type());
      serializers.defaultSerializeField(value.kind().member(), value.value(), json);
      for (Map.Entry<String, Boolean> flag : value.kind().flags().entrySet()) {
        json.writeBooleanField(flag.getKey(), flag.getValue());
      }
    } else if (entry instanceof RegistryEntry.OfJob job) {
      json.writeStringField(RegistryKind.TYPE, RegistryEntry.OfJob.TYPE);
      serializers.defaultSerializeField(RegistryEntry.OfJob.TYPE, job.job(), json);
      serializers.defaultSerializeField(CREATED_AT, job.createdAt(), json);
    }
    json.writeEndObject();
  }
}
