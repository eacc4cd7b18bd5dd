package dev.sojourn.processor.redrive;

import dev.sojourn.processor.task.NodeNames;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Redrives dead letters: appends records unchanged to the topics they came from. */
public final class DeadLetterRedriver {

  /** A topic, a partition and an offset: the origin in a dead letter. */
  private static final Pattern PLACE = Pattern.compile("(.+)-((\\d{1,6})-\\d+)");

  private final RecordForwarder forwarder;
  private final Topics topics;
  private final int partitions;

  /**
   * By topic. The registry has no route: a later entry of the same id may already be in its topic.
   */
  private final Map<String, Route> routes;

  /** The sink of a topic, and how to find the owner of its records. */
  private record Route(String sink, Owner owner) {}

  /** Finds the partition that owns a record. */
  @FunctionalInterface
  private interface Owner {
    int of(byte[] value) throws InvalidRecordException;
  }

  public DeadLetterRedriver(RecordForwarder forwarder, Topics topics, int partitions) {
    this.forwarder = forwarder;
    this.topics = topics;
    this.partitions = partitions;
    this.routes =
        Map.of(
            topics.events(),
            new Route(
                NodeNames.EVENTS_SINK,
                value -> Partitions.of(EventEnvelope.decode(value).userId(), partitions)),
            topics.control(),
            new Route(
                NodeNames.RETRIED_CONTROL_SINK,
                value -> CommandCodec.decode(value).decidedBy(partitions)),
            topics.outcomes(),
            new Route(
                NodeNames.RETRIED_OUTCOMES_SINK,
                value -> Partitions.of(SendOutcome.read(value).userId(), partitions)),
            topics.posthog(),
            new Route(NodeNames.RETRIED_POSTHOG_SINK, DeadLetterRedriver::unknown),
            topics.actions(),
            new Route(NodeNames.ACTIONS_SINK, DeadLetterRedriver::unknown));
  }

  private static int unknown(byte[] value) throws InvalidRecordException {
    throw new InvalidRecordException("unowned", "expected nobody to own this record");
  }

  /**
   * Appends a record again.
   *
   * @param origin its original position, as topic-partition-offset
   * @param reason why it is a dead letter
   * @return why it cannot be redriven; empty when it was
   */
  Optional<String> republish(String origin, String reason, byte @Nullable [] key, byte[] value) {
    Matcher place = PLACE.matcher(origin);
    if (!place.matches()) {
      return Optional.of("The entry does not say where its record came from");
    }
    String topic = place.group(1);
    Route route = routes.get(topic);
    if (route == null) {
      return Optional.of(
          topic.equals(topics.registry())
              ? "A record of the registry is not run again: publish the thing itself again"
              : "Nothing is known of the topic '%s'".formatted(topic));
    }
    int original = Integer.parseInt(place.group(3)) % partitions;
    forwarder.republish(
        route.sink(), ownerOf(route, value, original), key, value, place.group(2), reason);
    return Optional.empty();
  }

  /** The partition that owns a record; its original partition when that is unknown. */
  private int ownerOf(Route route, byte[] value, int original) {
    try {
      int owner = route.owner().of(value);
      return owner < 0 || owner >= partitions ? original : owner;
    } catch (InvalidRecordException | RuntimeException e) {
      return original;
    }
  }
}
