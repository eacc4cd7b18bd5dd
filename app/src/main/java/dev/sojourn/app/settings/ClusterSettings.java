package dev.sojourn.app.settings;

import static dev.sojourn.app.settings.SettingDefault.always;
import static dev.sojourn.app.settings.SettingDefault.byProfile;
import static dev.sojourn.app.settings.SettingDefault.none;
import static dev.sojourn.app.settings.SettingFormat.number;

import dev.sojourn.topics.topic.Topics;
import java.time.Duration;

/** Settings of the Kafka cluster and the topics, which all nodes of an installation share. */
public final class ClusterSettings {

  private static final Duration SHORTEST_RETENTION = Duration.ofHours(1);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(36_600);
  private static final SettingList.Builder DEFINED = SettingList.titled("Kafka and topics");

  public static final Setting<String> BOOTSTRAP_SERVERS =
      DEFINED.define(
          "kafka.bootstrap.servers",
          SettingFormat.text("host:port, several with commas between", text -> true),
          none("its own", "").requiredBy(Profile.SERVE, Profile.TOPICS),
          "the Kafka cluster");

  public static final Setting<Topics> TOPIC_PREFIX =
      DEFINED.define(
          "topic.prefix",
          SettingFormat.of(
              "1 to 60 of a-z, 0-9, '.', '_' and '-', beginning with a letter or a digit",
              ClusterSettings::topics),
          always("sojourn"),
          "identifies one installation: its topics, consumer groups and state");

  public static final Setting<Integer> PARTITIONS =
      DEFINED.define(
          "partitions",
          number(1, 1024),
          byProfile("4", "16"),
          "partitions of all topics keyed by person; fixed for the life of a prefix");

  // With fewer replicas than three, losing a broker could lose people's state.
  public static final Setting<Integer> REPLICATION_FACTOR =
      DEFINED.define(
          "replication.factor", number(1, 100), byProfile("1", "3"), "copies of each partition");

  public static final Setting<Duration> EVENTS_RETENTION =
      DEFINED.define(
          "events.retention",
          SettingFormat.of(
              "an ISO-8601 duration of an hour or more, such as P90D", ClusterSettings::retention),
          always("P90D"),
          "how long events stay in the log");

  static final SettingList LIST = DEFINED.build();

  private ClusterSettings() {}

  private static Topics topics(String text) {
    if (!text.matches("[a-z0-9].*")) {
      throw new IllegalArgumentException(text);
    }
    return new Topics(text);
  }

  private static Duration retention(String text) {
    Duration read = Duration.parse(text);
    if (read.compareTo(SHORTEST_RETENTION) < 0 || read.compareTo(LONGEST_RETENTION) > 0) {
      throw new IllegalArgumentException(text);
    }
    return read;
  }
}
