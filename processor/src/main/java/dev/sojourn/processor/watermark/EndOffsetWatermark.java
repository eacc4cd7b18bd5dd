package dev.sojourn.processor.watermark;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The watermark of a task that reads from Kafka. It fetches the end offsets of the task's inputs at
 * some moment; once the task has processed up to them, it has read everything that arrived before
 * that moment. It keeps one target until that is reached, so that a steady stream of records cannot
 * move the target for ever.
 */
final class EndOffsetWatermark implements Watermark {

  private final Set<TopicPartition> inputs;
  private final Progress progress;
  private final EndOffsetFetcher ends;
  private final AtomicReference<EndOffsetFetcher.@Nullable Ends> target = new AtomicReference<>();
  private long reached = -1;

  /** What the task has processed, and the position of its consumer. */
  interface Progress {

    /** Whether everything before this offset has been read and processed. */
    boolean past(TopicPartition partition, long offset);
  }

  EndOffsetWatermark(Set<TopicPartition> inputs, Progress progress, EndOffsetFetcher ends) {
    this.inputs = Set.copyOf(inputs);
    this.progress = progress;
    this.ends = ends;
  }

  @Override
  public OptionalLong readUpTo() {
    EndOffsetFetcher.Ends goal = target.get();
    if (goal != null && isReached(goal)) {
      reached = goal.asOfMs();
      target.set(null);
    }
    return reached < 0 ? OptionalLong.empty() : OptionalLong.of(reached);
  }

  private boolean isReached(EndOffsetFetcher.Ends goal) {
    for (Map.Entry<TopicPartition, Long> end : goal.offsets().entrySet()) {
      if (inputs.contains(end.getKey()) && !progress.past(end.getKey(), end.getValue())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void ask() {
    // Ask again even while a request is pending: its answer may be lost if the request fails.
    if (target.get() == null) {
      ends.ask(this, inputs, target::set);
    }
  }
}
