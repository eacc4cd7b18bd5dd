package dev.sojourn.processor.redrive;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.Topics;
import dev.sojourn.topics.topic.Topics.Role;
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
   * By role. The registry has no owner: a later entry of the same id may already be in its topic.
   */
  private final Map<Role, Owner> owners;

  /** Finds the partition that owns a record. */
  @FunctionalInterface
  private interface Owner {
    int of(byte[] value) throws InvalidRecordException;
  }

  public DeadLetterRedriver(RecordForwarder forwarder, Topics topics, int partitions) {
    this.forwarder = forwarder;
    this.topics = topics;
    this.partitions = partitions;
    this.owners =
        Map.of(
            Role.EVENTS,
            value -> Partitions.of(EventEnvelope.decode(value).userId(), partitions),
            Role.CONTROL,
            value -> CommandCodec.decode(value).decidedBy(partitions),
            Role.OUTCOMES,
            value -> Partitions.of(SendOutcome.read(value).userId(), partitions),
            Role.POSTHOG,
            DeadLetterRedriver::unknown,
            Role.ACTIONS,
            DeadLetterRedriver::unknown);
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
  Optional<Rejection> republish(String origin, String reason, byte @Nullable [] key, byte[] value) {
    Matcher place = PLACE.matcher(origin);
    if (!place.matches()) {
      return Optional.of(Rejection.of(DeadLetterRejection.DEAD_LETTER_WITHOUT_ORIGIN));
    }
    String topic = place.group(1);
    Optional<Role> role = topics.role(topic);
    Owner owner = role.map(owners::get).orElse(null);
    if (owner == null) {
      return Optional.of(
          role.filter(Role.REGISTRY::equals).isPresent()
              ? Rejection.of(DeadLetterRejection.REGISTRY_NOT_REDRIVEN)
              : Rejection.of(DeadLetterRejection.TOPIC_UNKNOWN, Map.of("topic", topic)));
    }
    int original = Integer.parseInt(place.group(3)) % partitions;
    forwarder.republish(
        role.get(), ownerOf(owner, value, original), key, value, place.group(2), reason);
    return Optional.empty();
  }

  /** The partition that owns a record; its original partition when that is unknown. */
  private int ownerOf(Owner owner, byte[] value, int original) {
    try {
      int partition = owner.of(value);
      return partition < 0 || partition >= partitions ? original : partition;
    } catch (InvalidRecordException | RuntimeException e) {
      return original;
    }
  }
}
