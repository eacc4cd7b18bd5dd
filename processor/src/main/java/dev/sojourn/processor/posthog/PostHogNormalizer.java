package dev.sojourn.processor.posthog;

import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.thread.ThreadCommits;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.thread.Wakeup;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.posthog.PostHogRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes raw PostHog events, under any key, and writes canonical events to the partitions that
 * own their users. Stateless: the engine recognises duplicates.
 */
public final class PostHogNormalizer implements Processor<byte[], byte[], Destination, byte[]> {

  private final int partitions;
  private final InstantSource wall;
  private final ThreadWakeups wakeups;
  private final ThreadCommits commits;
  private @Nullable Wakeup wakeup;
  private @Nullable ProcessorContext<Destination, byte[]> context;
  private @Nullable RecordForwarder forwarder;
  private @Nullable DeadLetterWriter deadLetters;

  /**
   * Creates a normalizer.
   *
   * @param partitions of the events topic
   * @param wakeups of the stream threads
   * @param commits decide when the threads commit
   */
  public PostHogNormalizer(
      int partitions, InstantSource wall, ThreadWakeups wakeups, ThreadCommits commits) {
    this.partitions = partitions;
    this.wall = wall;
    this.wakeups = wakeups;
    this.commits = commits;
  }

  @Override
  public void init(ProcessorContext<Destination, byte[]> processorContext) {
    context = processorContext;
    forwarder = new RecordForwarder(processorContext, partitions);
    deadLetters = new DeadLetterWriter(forwarder);
    wakeup = new Wakeup(processorContext, wall, wakeups, commits::fired);
    commits.add(processorContext, wakeup);
  }

  @Override
  public void close() {
    if (wakeup != null) {
      wakeup.cancel();
      commits.remove(Objects.requireNonNull(context));
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place = Objects.requireNonNull(context).recordMetadata().orElseThrow();
    InputRecord stimulus =
        new InputRecord(
            "posthog",
            place.topic(),
            place.partition(),
            place.offset(),
            Instant.ofEpochMilli(record.timestamp()),
            record.key(),
            record.value(),
            record.headers());
    List<PostHogRecord.Read> events;
    try {
      events = PostHogRecord.read(record.value());
    } catch (InvalidRecordException e) {
      bury(stimulus, e);
      return;
    }
    commits.worked(Objects.requireNonNull(context));
    for (PostHogRecord.Read read : events) {
      if (read.event() != null) {
        Objects.requireNonNull(forwarder)
            .event(read.event().distinctId(), read.event().bytes(), new RecordHeaders());
      } else {
        bury(stimulus, Objects.requireNonNull(read.flaw()));
      }
    }
  }

  private void bury(InputRecord stimulus, InvalidRecordException flaw) {
    Objects.requireNonNull(deadLetters)
        .record(
            stimulus, DeadLetterWriter.INGEST, flaw.reason(), String.valueOf(flaw.getMessage()));
  }
}
