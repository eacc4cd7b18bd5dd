package dev.sojourn.processor.watermark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the progress of delivery's consumer group says. It is committed together with outcomes, so
 * those stand in the log as soon as it says so.
 */
public final class KafkaDeliveryProgress implements IntFunction<DeliveryProgress> {

  private static final Logger log = LoggerFactory.getLogger(KafkaDeliveryProgress.class);

  private static final int TIMEOUT_MS = 5_000;

  private final Admin admin;
  private final String group;
  private final String topic;

  /**
   * Frontiers of tasks whose actions go into this topic.
   *
   * @param group of those who take them from there
   */
  public KafkaDeliveryProgress(Admin admin, String group, String topic) {
    this.admin = admin;
    this.group = group;
    this.topic = topic;
  }

  @Override
  public DeliveryProgress apply(int partition) {
    return new OfPartition(new TopicPartition(topic, partition));
  }

  private final class OfPartition implements DeliveryProgress {

    private final TopicPartition partition;
    private volatile boolean asking;
    private volatile boolean done;

    OfPartition(TopicPartition partition) {
      this.partition = partition;
    }

    @Override
    public void ask(long beforeMs) {
      if (asking) {
        return;
      }
      asking = true;
      KafkaFuture<Long> committed =
          admin
              .listConsumerGroupOffsets(
                  Map.of(
                      group,
                      new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition))),
                  new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MS))
              .partitionsToOffsetAndMetadata(group)
              .thenApply(offsets -> progress(offsets.get(partition)));
      KafkaFuture<Long> later = offset(OffsetSpec.forTimestamp(beforeMs));
      KafkaFuture<Long> end = offset(OffsetSpec.latest());
      var unused =
          KafkaFuture.allOf(committed, later, end)
              .whenComplete(
                  (nothing, error) -> {
                    done = error == null && isPast(known(committed), known(later), known(end));
                    if (error != null) {
                      log.warn("cannot tell how far delivery is: {}", error.toString());
                    }
                    asking = false;
                  });
    }

    private KafkaFuture<Long> offset(OffsetSpec spec) {
      return admin
          .listOffsets(Map.of(partition, spec), new ListOffsetsOptions().timeoutMs(TIMEOUT_MS))
          .partitionResult(partition)
          .thenApply(ListOffsetsResultInfo::offset);
    }

    @Override
    public boolean isAsking() {
      return asking;
    }

    @Override
    public boolean isDone() {
      return done;
    }
  }

  private static long progress(@Nullable OffsetAndMetadata committed) {
    return committed == null ? 0 : committed.offset();
  }

  /** The answers are all there by then. */
  private static long known(KafkaFuture<Long> answer) {
    try {
      return answer.getNow(-1L);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("expected an answer", e);
    }
  }

  /**
   * Whether progress is past all that came before.
   *
   * @param later the first offset of what came later; negative when nothing did
   */
  private static boolean isPast(long progress, long later, long end) {
    return progress >= (later < 0 ? end : later);
  }
}
