package dev.sojourn.delivery.inflight;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Outcomes and the progress they complete, committed in one transaction. */
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
