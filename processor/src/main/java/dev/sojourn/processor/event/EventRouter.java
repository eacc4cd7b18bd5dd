package dev.sojourn.processor.event;

import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.meter.EngineMeters.Taken;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.task.TaskPartition;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.topic.Headers;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Reroutes events that a producer's own partitioner put into a partition that does not own the
 * user. An event is rerouted once, so it never loops.
 */
final class EventRouter {

  /** The headers to copy. A producer's own headers may be of any size. */
  private static final List<String> COPIED =
      List.of(
          Headers.REPLY_TO, Headers.CORRELATION, Headers.DEPTH, Headers.RETRIED, Headers.REASON);

  private final RecordForwarder forwarder;
  private final DeadLetterWriter deadLetters;
  private final TaskPartition task;
  private final EngineMeters meters;

  EventRouter(
      RecordForwarder forwarder,
      DeadLetterWriter deadLetters,
      TaskPartition task,
      EngineMeters meters) {
    this.forwarder = forwarder;
    this.deadLetters = deadLetters;
    this.task = task;
    this.meters = meters;
  }

  /**
   * Appends the event to the partition that owns its user; writes a dead letter if the event was
   * rerouted before.
   */
  void reroute(InputRecord record, EventEnvelope envelope) {
    byte[] value = record.value();
    if (value == null || Headers.text(record.headers(), Headers.REROUTED).isPresent()) {
      meters.event(Taken.INVALID);
      deadLetters.record(
          record,
          DeadLetterWriter.INGEST,
          "wrong_partition",
          "expected the partition that owns the user, found %d after rerouting"
              .formatted(task.partition()));
      return;
    }
    meters.event(Taken.REROUTED);
    RecordHeaders headers = new RecordHeaders();
    for (String name : COPIED) {
      Headers.text(record.headers(), name)
          .filter(text -> text.length() <= Headers.LONGEST)
          .ifPresent(text -> headers.add(name, Headers.bytes(text)));
    }
    headers.add(Headers.REROUTED, Headers.bytes(record.position()));
    forwarder.event(envelope.userId(), value, headers);
  }
}
