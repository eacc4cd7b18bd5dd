package dev.sojourn.processor.posthog;

import dev.sojourn.processor.heart.DeadLetters;
import dev.sojourn.processor.heart.Outbound;
import dev.sojourn.processor.heart.Stimulus;
import dev.sojourn.processor.timer.Alarm;
import dev.sojourn.processor.timer.Alarms;
import dev.sojourn.processor.timer.ThreadCommits;
import dev.sojourn.processor.topology.Address;
import dev.sojourn.processor.topology.NodeNames;
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
 * Reads PostHog's dialects by any key and writes canonical events to the partitions that own their
 * users. Has no state: a repeat is recognised by the heart.
 */
public final class Normaliser implements Processor<byte[], byte[], Address, byte[]> {

  private final int partitions;
  private final InstantSource wall;
  private final Alarms alarms;
  private final ThreadCommits commits;
  private @Nullable Alarm alarm;
  private @Nullable ProcessorContext<Address, byte[]> context;
  private @Nullable Outbound outbound;
  private @Nullable DeadLetters deadLetters;

  /**
   * A normaliser.
   *
   * @param partitions of the topic of events
   * @param alarms for which the stream threads wake up
   * @param commits when the threads commit
   */
  public Normaliser(int partitions, InstantSource wall, Alarms alarms, ThreadCommits commits) {
    this.partitions = partitions;
    this.wall = wall;
    this.alarms = alarms;
    this.commits = commits;
  }

  @Override
  public void init(ProcessorContext<Address, byte[]> processorContext) {
    context = processorContext;
    outbound =
        new Outbound(
            processorContext,
            partitions,
            NodeNames.NORMALISED_SINK,
            NodeNames.POSTHOG_DEAD_LETTERS_SINK);
    deadLetters = new DeadLetters(outbound);
    alarm = new Alarm(processorContext, wall, alarms, commits::rang);
    commits.add(processorContext, alarm);
  }

  @Override
  public void close() {
    if (alarm != null) {
      alarm.cancel();
      commits.remove(Objects.requireNonNull(context));
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place = Objects.requireNonNull(context).recordMetadata().orElseThrow();
    Stimulus stimulus =
        new Stimulus(
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
        Objects.requireNonNull(outbound)
            .event(read.event().distinctId(), read.event().bytes(), new RecordHeaders());
      } else {
        bury(stimulus, Objects.requireNonNull(read.flaw()));
      }
    }
  }

  private void bury(Stimulus stimulus, InvalidRecordException flaw) {
    Objects.requireNonNull(deadLetters)
        .record(stimulus, DeadLetters.INGEST, flaw.reason(), String.valueOf(flaw.getMessage()));
  }
}
