package dev.sojourn.topics.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.topics.job.CancelJob;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads entries by the kinds that there are. An entry of a known kind is understood completely or
 * refused; one of an unknown kind is not looked at any further.
 */
final class RegistryRecordReader extends JsonDeserializer<RegistryRecord> {

  @Override
  public RegistryRecord deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    if (!json.isExpectedStartObjectToken()) {
      throw refused(context, "expected an object");
    }
    Map<String, TokenBuffer> members = new LinkedHashMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      members.put(name, context.bufferAsCopyOfValue(json));
    }
    Members entry = new Members(members, context);
    String type = entry.take(RegistryKind.TYPE, String.class);
    if (type.equals(RegistryEntry.OfJob.TYPE)) {
      return entry.end(
          new RegistryEntry.OfJob(
              entry.take(RegistryEntry.OfJob.TYPE, CancelJob.class),
              entry.take(RegistryEntryWriter.CREATED_AT, Instant.class)));
    }
    List<RegistryKind<?>> kinds = RegistryCatalog.standard().ofType(type);
    return kinds.isEmpty() ? new RegistryRecord.OfUnknownKind(type) : entry.of(kinds);
  }

  private static JsonMappingException refused(DeserializationContext context, String message) {
    return JsonMappingException.from(context, message);
  }

  /** The members of an entry that are still to be read. */
  private record Members(Map<String, TokenBuffer> left, DeserializationContext context) {

    <T> T take(String name, Class<T> type) throws IOException {
      TokenBuffer member = left.remove(name);
      if (member == null) {
        throw refused(context, "missing key '%s'".formatted(name));
      }
      try (JsonParser json = member.asParserOnFirstToken()) {
        T value = json.hasToken(JsonToken.VALUE_NULL) ? null : context.readValue(json, type);
        if (value == null) {
          throw refused(context, "expected a value for key '%s', found null".formatted(name));
        }
        return value;
      }
    }

    /** An entry of one of these kinds, which have the same type and the same names of flags. */
    RegistryRecord of(List<RegistryKind<?>> kinds) throws IOException {
      Map<String, Boolean> flags = new LinkedHashMap<>();
      for (String flag : kinds.get(0).flags().keySet()) {
        flags.put(flag, take(flag, Boolean.class));
      }
      for (RegistryKind<?> kind : kinds) {
        if (kind.flags().equals(flags)) {
          return end(value(kind));
        }
      }
      throw refused(context, "expected the flags of a kind, found %s".formatted(flags));
    }

    private <V> RegistryEntry value(RegistryKind<V> kind) throws IOException {
      return RegistryEntry.of(kind, take(kind.member(), kind.values()));
    }

    RegistryRecord end(RegistryEntry entry) throws IOException {
      Set<String> unknown = new TreeSet<>(left.keySet());
      if (!unknown.isEmpty()) {
        throw refused(context, "unknown keys %s".formatted(unknown));
      }
      return entry;
    }
  }
}
