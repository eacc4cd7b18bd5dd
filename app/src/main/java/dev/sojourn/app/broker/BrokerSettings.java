package dev.sojourn.app.broker;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings of the embedded broker: every one that is not Kafka's default, and why. */
final class BrokerSettings {

  static final int NODE_ID = 1;
  static final String BROKER_LISTENER = "BROKER";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  private BrokerSettings() {}

  /**
   * Values are strings, as from a file, which Kafka parses to the exact number type of a setting.
   */
  static Map<String, String> of(Path folder, int brokerPort, int controllerPort) {
    Map<String, Object> settings = new HashMap<>();
    identity(settings, folder, brokerPort, controllerPort);
    oneNode(settings);
    internalTopics(settings);
    clients(settings);
    disk(settings);
    metadataLog(settings);
    threads(settings);
    timing(settings);
    return settings.entrySet().stream()
        .collect(toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
  }

  private static void identity(
      Map<String, Object> settings, Path folder, int brokerPort, int controllerPort) {
    // Both roles in one process: there is no second node.
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", NODE_ID);
    settings.put("log.dirs", folder.toString());
    // Loopback only: there is no authentication.
    settings.put(
        "listeners",
        "%s://%s:%d,%s://%s:%d"
            .formatted(
                BROKER_LISTENER,
                LoopbackSockets.HOST,
                brokerPort,
                CONTROLLER_LISTENER,
                LoopbackSockets.HOST,
                controllerPort));
    settings.put(
        "listener.security.protocol.map",
        "%s:PLAINTEXT,%s:PLAINTEXT".formatted(BROKER_LISTENER, CONTROLLER_LISTENER));
    settings.put("inter.broker.listener.name", BROKER_LISTENER);
    settings.put("controller.listener.names", CONTROLLER_LISTENER);
    // Static voters are configured here, not stored on disk, so the port may change between starts.
    settings.put(
        "controller.quorum.voters",
        "%d@%s:%d".formatted(NODE_ID, LoopbackSockets.HOST, controllerPort));
  }

  private static void oneNode(Map<String, Object> settings) {
    // One broker can never meet the default of 3; the topics would not be created.
    settings.put("offsets.topic.replication.factor", 1);
    settings.put("transaction.state.log.replication.factor", 1);
    settings.put("transaction.state.log.min.isr", 1);
    settings.put("share.coordinator.state.topic.replication.factor", 1);
    settings.put("share.coordinator.state.topic.min.isr", 1);
    // Leaders have nowhere to move to, so there is nothing to check every five minutes.
    settings.put("auto.leader.rebalance.enable", false);
  }

  private static void internalTopics(Map<String, Object> settings) {
    // Defaults of 7 days and 50 partitions. Without its offsets the engine would read everything
    // again, even after a year's break. A few groups and producers need no more than 4 partitions,
    // which still exercise the code that spreads them. Kafka keeps the number a folder was created
    // with.
    settings.put("offsets.retention.minutes", 365 * 24 * 60);
    settings.put("offsets.topic.num.partitions", 4);
    settings.put("transaction.state.log.num.partitions", 4);
    settings.put("share.coordinator.state.topic.num.partitions", 4);
    // 100 MiB by default; only closed segments are compacted, so these would reach 400 MiB a topic.
    settings.put("offsets.topic.segment.bytes", 8 * MIB);
    settings.put("transaction.state.log.segment.bytes", 8 * MIB);
    settings.put("share.coordinator.state.topic.segment.bytes", 8 * MIB);
  }

  private static void clients(Map<String, Object> settings) {
    // A misspelt topic must fail, not appear with one partition and the wrong timestamps.
    settings.put("auto.create.topics.enable", false);
    // Records of 2 MiB, with room for a batch of them and its headers; 1 MiB by default.
    settings.put("message.max.bytes", 4 * MIB);
    // A dev group has one member: waiting 3 s for others only delays the first record.
    settings.put("group.initial.rebalance.delay.ms", 0);
    settings.put("group.streams.initial.rebalance.delay.ms", 0);
    // Allows clients a session so short that a restart after kill -9 does not wait 45 s.
    settings.put("group.min.session.timeout.ms", 1_000);
    // Delay past the timeout until a dead producer's transaction is aborted; readers stall until
    // then.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);
  }

  private static void disk(Map<String, Object> settings) {
    // 1 GiB by default; small segments let retention and compaction free space on a laptop.
    settings.put("log.segment.bytes", 64 * MIB);
    // Each segment maps two indexes, at 10 MiB each by default. A time index entry takes 12 bytes
    // per 4 KiB of log, so this covers 85 MiB.
    settings.put("log.index.size.max.bytes", 256 * KIB);
    // Allocated at startup, 128 MiB by default; this holds 300,000 keys per pass.
    settings.put("log.cleaner.dedupe.buffer.size", 8 * MIB);
    // Unlimited by default, which takes a whole core for seconds whenever changelogs are compacted.
    settings.put("log.cleaner.io.max.bytes.per.second", 16 * MIB);
  }

  private static void metadataLog(Map<String, Object> settings) {
    // Only closed segments are deleted: 1 GiB by default, and Kafka refuses less than 8 MiB.
    settings.put("metadata.log.segment.bytes", 8 * MIB);
    // Snapshots allow deletion; one per 20 MiB by default.
    settings.put("metadata.log.max.record.bytes.between.snapshots", 2 * MIB);
    // With the two above the metadata stays under about 24 MiB; 100 MiB by default.
    settings.put("metadata.max.retention.bytes", 16 * MIB);
    // No no-op record with an fsync twice a second: it is for followers, and there are none.
    settings.put("metadata.max.idle.interval.ms", 0);
  }

  private static void threads(Map<String, Object> settings) {
    // The engine needs the two cores; defaults are 3 (per listener), 8 (twice), 10 and 4.
    settings.put("num.network.threads", 2);
    settings.put("num.io.threads", 3);
    settings.put("background.threads", 2);
    settings.put("group.coordinator.threads", 1);
    // An MBean for each metric of each partition costs memory, and nothing reads them.
    settings.put("metric.reporters", "");
  }

  private static void timing(Map<String, Object> settings) {
    // After kill -9 a start waits this long until the controller fences the old broker; 9 s by
    // default. Any shorter, a briefly starved JVM would be fenced while it serves.
    settings.put("broker.session.timeout.ms", 5_000);
    // Ten per session, so that one delayed heartbeat does no harm; 2 s by default.
    settings.put("broker.heartbeat.interval.ms", 500);
    // Batches the writes of a busy controller; here it would add 25 ms per topic and start step.
    settings.put("controller.quorum.append.linger.ms", 0);
    // Unlimited by default. Long, since it includes log recovery after kill -9.
    settings.put("server.max.startup.time.ms", 300_000);
  }
}
