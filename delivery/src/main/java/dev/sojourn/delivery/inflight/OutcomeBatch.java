package dev.sojourn.delivery.inflight;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What gets into the log together: what became of actions, and how far they are done with that. */
public record OutcomeBatch(
    List<OutcomeReport> reports, Map<TopicPartition, CommittedProgress> progress) {

  public OutcomeBatch {
    reports = List.copyOf(reports);
    progress = Map.copyOf(progress);
  }

  public boolean isEmpty() {
    return reports.isEmpty() && progress.isEmpty();
  }
}
