package dev.sojourn.benchmarks.load;

import dev.sojourn.topics.topic.Topics;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Progress of an engine: the number of committed events, which a crash cannot undo. */
final class Progress {

  private final Admin admin;
  private final Topics topics;

  Progress(Admin admin, Topics topics) {
    this.admin = admin;
    this.topics = topics;
  }

  /**
   * Events committed since the topics were created; producers here write no transaction markers.
   */
  long committed() throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(topics.prefix() + "-engine")
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(entry -> entry.getKey().topic().equals(topics.events()))
        .filter(entry -> entry.getValue() != null)
        .mapToLong(entry -> entry.getValue().offset())
        .sum();
  }
}
