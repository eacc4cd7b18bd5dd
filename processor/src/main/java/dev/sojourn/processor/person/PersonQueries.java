package dev.sojourn.processor.person;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.history.HistoryRow;
import dev.sojourn.processor.history.HistoryStore;
import dev.sojourn.processor.instance.InstanceRow;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.TimelineView;
import dev.sojourn.processor.refusal.RefusalRow;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.json.JsonValues;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.jspecify.annotations.Nullable;

/** Queries for what one partition stores of a person. */
public final class PersonQueries {

  private final int partition;
  private final ReadOnlyKeyValueStore<Bytes, byte[]> state;
  private final ReadOnlyWindowStore<Bytes, byte[]> history;

  private PersonQueries(PartitionView partition) {
    this.partition = partition.partition();
    this.state = partition.state();
    this.history = partition.history();
  }

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(
        QueryHandler.of(
            Query.PreferencesOf.class,
            (query, view) -> new PersonQueries(view).preferences(query.userId())),
        QueryHandler.of(
            Query.ContactOf.class,
            (query, view) -> new PersonQueries(view).contact(query.userId())),
        QueryHandler.of(
            Query.TimelineOf.class, (query, view) -> new PersonQueries(view).timeline(query)));
  }

  private QueryResult.Contact contact(String userId) {
    int hash = Partitions.hash(userId);
    byte[] row = state.get(Keys.contact(hash, userId));
    Contact contact = row == null ? Contact.UNKNOWN : new Contact(JsonValues.object(row));
    boolean known =
        row != null || state.get(Keys.summary(hash, userId)) != null || hasEvents(hash, userId);
    boolean erased = ErasedStore.contains(state, hash, userId);
    return new QueryResult.Contact(known, erased, userId, contact.email(), contact.besidesEmail());
  }

  private boolean hasEvents(int hash, String userId) {
    try (Stream<KeyValue<UUID, HistoryRow>> rows = HistoryStore.ofPerson(history, hash, userId)) {
      return rows.findAny().isPresent();
    }
  }

  private QueryResult.Timeline timeline(Query.TimelineOf query) {
    Timeline timeline = new Timeline(query.type(), query.after(), query.limit());
    String userId = query.userId();
    int hash = Partitions.hash(userId);
    if (timeline.wants(Timeline.EVENT)) {
      events(hash, userId, timeline);
    }
    if (timeline.wants(Timeline.DECISION)) {
      refusals(hash, userId, timeline);
    }
    if (timeline.wantsOther(Timeline.EVENT)) {
      scan(Keys.instancesOf(hash))
          .map(row -> InstanceRow.unpack(Keys.instanceId(row.key), row.value))
          .filter(instance -> instance.userId().equals(userId))
          .forEach(instance -> instance(instance, timeline));
    }
    return timeline.answer();
  }

  private void events(int hash, String userId, Timeline into) {
    try (Stream<KeyValue<UUID, HistoryRow>> rows = HistoryStore.ofPerson(history, hash, userId)) {
      rows.forEach(row -> into.add(event(row.key, row.value)));
    }
  }

  private TimelineView event(UUID id, HistoryRow row) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", id.toString());
    data.put("event", row.name());
    data.put("properties", row.scalars());
    data.put("source", null);
    return new TimelineView(
        Timeline.placeOfEvent(id), Timeline.EVENT, row.occurredAt(), data, partition, row.offset());
  }

  private void refusals(int hash, String userId, Timeline into) {
    scan(Keys.refusalsOf(hash))
        .map(row -> RefusalRow.unpack(row.value))
        .filter(row -> row.userId().equals(userId))
        .forEach(
            row ->
                row.refusals()
                    .forEach(
                        refusal ->
                            into.add(
                                decision(
                                    row.at(),
                                    refusal.journeyId(),
                                    row.eventId(),
                                    row.event(),
                                    refusal.reason().json(),
                                    null))));
  }

  private void instance(Instance instance, Timeline into) {
    String id = instance.id().toString();
    if (into.wants(Timeline.DECISION)) {
      into.add(
          decision(
              instance.createdAt(),
              instance.journeyId(),
              instance.eventId(),
              instance.eventName(),
              null,
              id));
    }
    if (into.wants(Timeline.TRANSITION) || into.wants(Timeline.SEND)) {
      scan(Keys.logPieces(instance.id()))
          .flatMap(row -> InstanceRow.unpackLog(row.value, instance.createdAt()).stream())
          .forEach(entry -> into.add(movement(instance, entry)));
      instance.log().forEach(entry -> into.add(movement(instance, entry)));
    }
  }

  private static TimelineView decision(
      Instant at,
      String journeyId,
      UUID eventId,
      String event,
      @Nullable String reason,
      @Nullable String stateId) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("journeyId", journeyId);
    data.put("eventId", eventId.toString());
    data.put("event", event);
    data.put("outcome", reason == null ? "entered" : "rejected");
    data.put("reason", reason);
    data.put("stateId", stateId);
    return new TimelineView(
        Timeline.placeOfDecision(eventId, journeyId), Timeline.DECISION, at, data, null, null);
  }

  private static TimelineView movement(Instance instance, LogEntry entry) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("journeyId", instance.journeyId());
    data.put("stateId", instance.id().toString());
    data.put("id", instance.id() + "-" + entry.number());
    data.put("fromNodeId", entry.from());
    data.put("toNodeId", entry.to());
    data.put("action", entry.action().word());
    data.put("detail", entry.detail());
    // A held send is still to come.
    boolean send = entry.action().isMessage() && entry.action() != StandardAction.SEND_HELD;
    return new TimelineView(
        Timeline.placeOfMovement(instance.id(), entry.number()),
        send ? Timeline.SEND : Timeline.TRANSITION,
        entry.at(),
        data,
        null,
        null);
  }

  /** A person's rows; few enough to hold in memory. */
  private Stream<KeyValue<Bytes, byte[]>> scan(Bytes prefix) {
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> found = state.prefixScan(prefix, new BytesSerializer())) {
      found.forEachRemaining(rows::add);
    }
    return rows.stream();
  }

  private QueryResult.Preferences preferences(String userId) {
    byte[] row = state.get(Keys.summary(Partitions.hash(userId), userId));
    Preferences preferences =
        row == null ? Preferences.DEFAULT : PersonSummaryRow.unpack(userId, row).preferences();
    String email = preferences.email() == null ? contactEmail(userId) : preferences.email();
    return new QueryResult.Preferences(
        userId,
        email,
        preferences.unsubscribedAll(),
        preferences.suppressed(),
        preferences.categories(),
        preferences.bounceCount());
  }

  private @Nullable String contactEmail(String userId) {
    byte[] row = state.get(Keys.contact(Partitions.hash(userId), userId));
    Object email = row == null ? null : JsonValues.object(row).get("email");
    return email instanceof String text ? text : null;
  }
}
