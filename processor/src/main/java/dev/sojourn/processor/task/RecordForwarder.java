package dev.sojourn.processor.task;

import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.journal.JournalRecord;
import dev.sojourn.topics.journal.RegistryApplied;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.Topics.Role;
import java.util.Arrays;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Forwards records to other topics, in the transaction of the input that caused them. */
public final class RecordForwarder {

  /** A producer's key may be of any size; its first bytes are enough to recognise it by. */
  private static final int MAX_KEY = 4 * 1024;

  private final ProcessorContext<Destination, byte[]> context;
  private final int partitions;

  /**
   * Creates a forwarder.
   *
   * @param partitions the number of partitions of every topic that is keyed by user
   */
  public RecordForwarder(ProcessorContext<Destination, byte[]> context, int partitions) {
    this.context = context;
    this.partitions = partitions;
  }

  /** Forwards an event to the partition that owns its user. */
  public void event(String userId, byte[] event, org.apache.kafka.common.header.Headers headers) {
    forward(byUser(Role.EVENTS, userId), event, headers);
  }

  public void action(SendAction action) {
    forward(byUser(Role.ACTIONS, action.userId()), action.bytes(), none());
  }

  public void journal(JournalRecord record) {
    forward(byUser(Role.JOURNAL, record.userId()), record.bytes(), none());
  }

  /** Writes to this task's own partition of the journal. */
  public void journal(RegistryApplied applied) {
    int partition = context.taskId().partition();
    forward(new Destination(Role.JOURNAL, partition, null), applied.bytes(), none());
  }

  /**
   * Forwards a registry entry to every partition.
   *
   * @param entry null to delete the entry with this id
   */
  public void registry(
      String entryId, byte @Nullable [] entry, org.apache.kafka.common.header.Headers headers) {
    Destination everywhere =
        new Destination(Role.REGISTRY, Destination.EVERY, Headers.bytes(entryId));
    forward(everywhere, entry, headers);
  }

  public void result(ReplyTo asker, Result result) {
    Destination to =
        new Destination(Role.RESULTS, asker.partition(), Headers.bytes(asker.correlation()));
    forward(to, result.bytes(), none());
  }

  /** Forwards a dead letter under its original key. */
  public void deadLetter(
      byte @Nullable [] key, byte[] value, org.apache.kafka.common.header.Headers headers) {
    int partition =
        key == null
            ? context.taskId().partition()
            : Utils.toPositive(Utils.murmur2(key)) % partitions;
    byte[] kept = key != null && key.length > MAX_KEY ? Arrays.copyOf(key, MAX_KEY) : key;
    forward(new Destination(Role.DEAD_LETTERS, partition, kept), value, headers);
  }

  /**
   * Appends a record again, unchanged, to the partition that must process it.
   *
   * @param place its original position
   * @param reason why it was a dead letter
   */
  public void republish(
      Role topic, int partition, byte @Nullable [] key, byte[] value, String place, String reason) {
    RecordHeaders headers = none();
    headers.add(Headers.RETRIED, Headers.bytes(place));
    headers.add(Headers.REASON, Headers.bytes(reason));
    forward(new Destination(topic, partition, key), value, headers);
  }

  private Destination byUser(Role topic, String userId) {
    byte[] key = Headers.bytes(userId);
    return new Destination(topic, Partitions.of(userId, partitions), key);
  }

  private void forward(
      Destination to, byte @Nullable [] value, org.apache.kafka.common.header.Headers headers) {
    long now = Math.max(0, context.currentSystemTimeMs());
    context.forward(new Record<>(to, value, now, headers));
  }

  private static RecordHeaders none() {
    return new RecordHeaders();
  }
}
