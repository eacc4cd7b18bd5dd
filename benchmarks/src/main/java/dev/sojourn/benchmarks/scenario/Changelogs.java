package dev.sojourn.benchmarks.scenario;

import dev.sojourn.topics.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Changelog topics of an engine: their record counts and bytes on disk. */
final class Changelogs {

  private final String bootstrapServers;
  private final String engineGroup;

  Changelogs(String bootstrapServers, String prefix) {
    this.bootstrapServers = bootstrapServers;
    this.engineGroup = new Topics(prefix).prefix() + "-engine-";
  }

  /**
   * Size of the changelog of one store.
   *
   * @param records including transaction markers, a few per second and partition
   */
  record Size(long records, long bytes) {
    Size plus(Size other) {
      return new Size(records + other.records, bytes + other.bytes);
    }
  }

  /** Sizes by store. */
  Map<String, Size> sizes() throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      List<String> topics =
          admin.listTopics().names().get().stream()
              .filter(name -> name.startsWith(engineGroup) && name.endsWith("-changelog"))
              .toList();
      Map<TopicPartition, Long> bytes = bytes(admin);
      var ends =
          admin
              .listOffsets(
                  bytes.keySet().stream()
                      .filter(partition -> topics.contains(partition.topic()))
                      .collect(Collectors.toMap(one -> one, one -> OffsetSpec.latest())))
              .all()
              .get();
      Map<String, Size> sizes = new HashMap<>();
      ends.forEach(
          (partition, end) ->
              sizes.merge(
                  store(partition.topic()),
                  new Size(end.offset(), bytes.getOrDefault(partition, 0L)),
                  Size::plus));
      return sizes;
    }
  }

  private static Map<TopicPartition, Long> bytes(Admin admin)
      throws ExecutionException, InterruptedException {
    List<Integer> brokers =
        admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
    Map<TopicPartition, Long> bytes = new HashMap<>();
    admin
        .describeLogDirs(brokers)
        .allDescriptions()
        .get()
        .values()
        .forEach(
            folders ->
                folders
                    .values()
                    .forEach(
                        folder ->
                            folder
                                .replicaInfos()
                                .forEach((partition, info) -> bytes.put(partition, info.size()))));
    return bytes;
  }

  private String store(String topic) {
    return topic.substring(engineGroup.length(), topic.length() - "-changelog".length());
  }

  /** The total growth of all changelogs. */
  static Size between(Map<String, Size> before, Map<String, Size> after) {
    Size grown = new Size(0, 0);
    for (Map.Entry<String, Size> store : after.entrySet()) {
      Size was = before.getOrDefault(store.getKey(), new Size(0, 0));
      grown =
          grown.plus(
              new Size(
                  store.getValue().records() - was.records(),
                  store.getValue().bytes() - was.bytes()));
    }
    return grown;
  }
}
