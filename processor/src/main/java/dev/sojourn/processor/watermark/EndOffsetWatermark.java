package dev.sojourn.processor.watermark;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The watermark of a task that reads from Kafka. It learns where its inputs ended at some moment;
 * when the task has processed up to there, it has read everything that arrived before that moment.
 * One question is pursued until it is answered, so that a steady stream of records cannot move the
 * target for ever.
 */
final class EndOffsetWatermark implements Watermark {

  private final Set<TopicPartition> inputs;
  private final Progress progress;
  private final EndOffsetFetcher ends;
  private final AtomicReference<EndOffsetFetcher.@Nullable Ends> target = new AtomicReference<>();
  private long reached = -1;

  /** What the task has processed, and where its consumer reads on. */
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
    // Asked again while an answer is out: that answer may be lost with a broken request.
    if (target.get() == null) {
      ends.ask(this, inputs, target::set);
    }
  }
}
