package dev.sojourn.http;

import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.processor.engine.PartitionedHarness.Appended;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.Topics.Role;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Events as they are appended, well-formed and otherwise. */
public interface ClusterEvents extends ClusterTasks {

  /** Receives an event and returns its id. */
  default String receive(String userId, String event) {
    return receive(userId, event, Map.of());
  }

  /** Receives an event and returns its id. */
  default String receive(String userId, String event, Map<String, Object> properties) {
    return receive(
        new CanonicalEvent(
            null, event, userId, null, properties, userId + "@example.com", "api", null));
  }

  /** Receives an event and returns its id. */
  default String receive(CanonicalEvent event) {
    int partition = TestCluster.partitionOf(event.distinctId());
    Place place = append(partition, event, new RecordHeaders()).place();
    return idOf(event, place);
  }

  /** The id under which an event is stored that stands here. */
  static String idOf(CanonicalEvent event, Place place) {
    String user = event.distinctId();
    String key = event.uuid();
    String unique = key == null ? place.partition() + "-" + place.offset() : key;
    return EventIds.derive(Partitions.hash(user), user, unique).toString();
  }

  /** What came of an event. */
  record Received(Place place, Optional<Result> receipt) {}

  /** Appends an event to any partition. */
  default Received append(int partition, CanonicalEvent event, RecordHeaders headers) {
    Appended appended =
        tasks()
            .append(
                Role.EVENTS, partition, Headers.bytes(event.distinctId()), event.bytes(), headers);
    return new Received(
        new Place(partition, appended.offset()), appended.results().stream().findFirst());
  }

  /** Appends bytes to a partition of the events topic, under a key. */
  default void appendBytes(int partition, byte @Nullable [] key, byte[] value) {
    tasks().append(Role.EVENTS, partition, key, value, new RecordHeaders());
  }

  /** Delivery cannot read an action, and writes a dead letter of it. */
  default void refuseAction(int partition, byte[] action) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.REASON, Headers.bytes("invalid_action"));
    headers.add(Headers.SOURCE, Headers.bytes("delivery"));
    headers.add(Headers.SOURCE_TOPIC, Headers.bytes("sojourn.actions"));
    headers.add(Headers.SOURCE_PARTITION, Headers.bytes(partition));
    headers.add(Headers.SOURCE_OFFSET, Headers.bytes(0));
    headers.add(Headers.MESSAGE, Headers.bytes("expected an action"));
    tasks().append(Role.DEAD_LETTERS, partition, null, action, headers);
  }
}
