package dev.sojourn.delivery.worker;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What gets into the log together: what became of actions, and how far they are done with that. */
record Batch(List<Report> reports, Map<TopicPartition, Progress> progress) {

  Batch {
    reports = List.copyOf(reports);
    progress = Map.copyOf(progress);
  }

  boolean isEmpty() {
    return reports.isEmpty() && progress.isEmpty();
  }
}
