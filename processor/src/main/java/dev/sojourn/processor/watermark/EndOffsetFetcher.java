package dev.sojourn.processor.watermark;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches end offsets for all tasks of the process, one request at a time: however many timers are
 * due, the cost is one small request per round trip.
 *
 * <p>Every record that had arrived when the request was made, including those of open transactions,
 * lies before these offsets. Safe for any number of threads.
 */
public final class EndOffsetFetcher {

  private static final Logger log = LoggerFactory.getLogger(EndOffsetFetcher.class);

  private static final int TIMEOUT_MS = 5_000;

  private final Admin admin;
  private final InstantSource wall;
  private final Map<Object, Question> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean asking = new AtomicBoolean();

  public EndOffsetFetcher(Admin admin, InstantSource wall) {
    this.admin = admin;
    this.wall = wall;
  }

  /**
   * End offsets of partitions.
   *
   * @param asOfMs wall time at which the request was made, in epoch ms
   */
  record Ends(long asOfMs, Map<TopicPartition, Long> offsets) {}

  private record Question(Set<TopicPartition> partitions, Consumer<Ends> answer) {}

  /** Requests end offsets; replaces a request of the same task that has not been sent yet. */
  void ask(Object asker, Set<TopicPartition> partitions, Consumer<Ends> answer) {
    waiting.put(asker, new Question(partitions, answer));
    putNext();
  }

  private void putNext() {
    if (waiting.isEmpty() || !asking.compareAndSet(false, true)) {
      return;
    }
    Map<Object, Question> round = new HashMap<>();
    waiting.keySet().forEach(asker -> round.put(asker, waiting.remove(asker)));
    round.values().removeIf(question -> question == null);
    Map<TopicPartition, OffsetSpec> request = new HashMap<>();
    round
        .values()
        .forEach(
            question ->
                question.partitions().forEach(one -> request.put(one, OffsetSpec.latest())));
    long asOf = wall.millis();
    ListOffsetsOptions options =
        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(TIMEOUT_MS);
    ListOffsetsResult found = admin.listOffsets(request, options);
    round.values().forEach(question -> whenKnown(question, asOf, found));
  }

  /**
   * Each task waits for its own partitions only: one without a leader must not block the others.
   */
  private void whenKnown(Question question, long asOf, ListOffsetsResult found) {
    Map<TopicPartition, Long> offsets = new ConcurrentHashMap<>();
    KafkaFuture<?>[] each =
        question.partitions().stream()
            .map(
                partition ->
                    found
                        .partitionResult(partition)
                        .thenApply(
                            info -> {
                              offsets.put(partition, info.offset());
                              return info;
                            }))
            .toArray(KafkaFuture<?>[]::new);
    var unused =
        KafkaFuture.allOf(each)
            .whenComplete(
                (nothing, error) -> {
                  asking.set(false);
                  if (error == null) {
                    question.answer().accept(new Ends(asOf, offsets));
                  } else {
                    // The task asks again; until then its timers wait.
                    log.warn("cannot read end offsets, timers wait: {}", error.toString());
                  }
                  putNext();
                });
  }
}
