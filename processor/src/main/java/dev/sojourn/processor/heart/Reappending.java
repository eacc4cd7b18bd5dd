package dev.sojourn.processor.heart;

import dev.sojourn.processor.topology.NodeNames;
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

/** Appends records once more to the topics they came from, as they were. */
final class Reappending {

  /** A topic, a partition and an offset, as a dead letter names its origin. */
  private static final Pattern PLACE = Pattern.compile("(.+)-((\\d{1,6})-\\d+)");

  private final Outbound outbound;
  private final Topics topics;
  private final int partitions;

  /** By topic. What was published is not among them: the next change of it stands there already. */
  private final Map<String, Way> ways;

  /** Which sink leads there, and who must have the record. */
  private record Way(String sink, Owner owner) {}

  /** Tells the partition that a record belongs to. */
  @FunctionalInterface
  private interface Owner {
    int of(byte[] value) throws InvalidRecordException;
  }

  Reappending(Outbound outbound, Topics topics, int partitions) {
    this.outbound = outbound;
    this.topics = topics;
    this.partitions = partitions;
    this.ways =
        Map.of(
            topics.events(),
            new Way(
                NodeNames.EVENTS_SINK,
                value -> Partitions.of(EventEnvelope.decode(value).userId(), partitions)),
            topics.control(),
            new Way(
                NodeNames.RETRIED_CONTROL_SINK,
                value -> CommandCodec.decode(value).decidedBy(partitions)),
            topics.outcomes(),
            new Way(
                NodeNames.RETRIED_OUTCOMES_SINK,
                value -> Partitions.of(SendOutcome.read(value).userId(), partitions)),
            topics.posthog(),
            new Way(NodeNames.RETRIED_POSTHOG_SINK, Reappending::unknown),
            topics.actions(),
            new Way(NodeNames.ACTIONS_SINK, Reappending::unknown));
  }

  private static int unknown(byte[] value) throws InvalidRecordException {
    throw new InvalidRecordException("unowned", "expected nobody to own this record");
  }

  /**
   * Appends a record.
   *
   * @param origin where it stood, as topic-partition-offset
   * @param reason why it is a dead letter
   * @return why it cannot be done, empty when it is
   */
  Optional<String> append(String origin, String reason, byte @Nullable [] key, byte[] value) {
    Matcher place = PLACE.matcher(origin);
    if (!place.matches()) {
      return Optional.of("The entry does not say where its record came from");
    }
    String topic = place.group(1);
    Way way = ways.get(topic);
    if (way == null) {
      return Optional.of(
          topic.equals(topics.registry())
              ? "A record of the registry is not run again: publish the thing itself again"
              : "Nothing is known of the topic '%s'".formatted(topic));
    }
    int original = Integer.parseInt(place.group(3)) % partitions;
    outbound.again(way.sink(), ownerOf(way, value, original), key, value, place.group(2), reason);
    return Optional.empty();
  }

  /** Where it belongs; where it stood, when that cannot be told. */
  private int ownerOf(Way way, byte[] value, int original) {
    try {
      int owner = way.owner().of(value);
      return owner < 0 || owner >= partitions ? original : owner;
    } catch (InvalidRecordException | RuntimeException e) {
      return original;
    }
  }
}
