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
 * Delivery progress, read from the committed offsets of delivery's consumer group. They are
 * committed in the same transaction as the outcomes, so the outcomes of committed actions are in
 * the log.
 */
public final class KafkaDeliveryProgress implements IntFunction<DeliveryProgress> {

  private static final Logger log = LoggerFactory.getLogger(KafkaDeliveryProgress.class);

  private static final int TIMEOUT_MS = 5_000;

  private final Admin admin;
  private final String group;
  private final String topic;

  /**
   * Progress of delivery for tasks that write their actions to this topic.
   *
   * @param group delivery's consumer group
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
                      log.warn("cannot read delivery progress: {}", error.toString());
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

  /** All results are complete when this is called. */
  private static long known(KafkaFuture<Long> answer) {
    try {
      return answer.getNow(-1L);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("expected an answer", e);
    }
  }

  /**
   * Whether delivery has committed past all actions that were appended before the time asked about.
   *
   * @param later offset of the first action appended at or after that time; negative when there is
   *     none
   */
  private static boolean isPast(long progress, long later, long end) {
    return progress >= (later < 0 ? end : later);
  }
}
