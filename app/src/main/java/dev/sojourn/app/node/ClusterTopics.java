package dev.sojourn.app.node;

import dev.sojourn.app.broker.ErrorText;
import dev.sojourn.app.settings.ClusterSettings;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.topics.topic.TopicMismatchException;
import dev.sojourn.topics.topic.TopicPlan;
import dev.sojourn.topics.topic.TopicSetup;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;

/** Creates and verifies the topics of a cluster according to the settings. */
public final class ClusterTopics {

  /** Long enough for a cluster to elect its leaders; after that the operator should be told. */
  private static final int CLUSTER_TIMEOUT_MS = 30_000;

  private ClusterTopics() {}

  /**
   * Creates missing topics and verifies the others.
   *
   * @return the names of the topics that were created
   * @throws StartException when the cluster cannot be reached or a topic differs
   * @throws InterruptedException when interrupted while waiting for the cluster
   */
  public static List<String> prepare(Settings.Kafka kafka)
      throws StartException, InterruptedException {
    try (Admin admin = Admin.create(adminSettings(kafka))) {
      checkPartitions(admin, kafka.plan());
      return new TopicSetup(admin).createOrVerify(kafka.plan());
    } catch (TopicMismatchException e) {
      throw new StartException(ErrorText.of(e), e);
    } catch (TimeoutException e) {
      throw new StartException(
          "no Kafka broker answered at %s within %d s"
              .formatted(kafka.bootstrapServers(), CLUSTER_TIMEOUT_MS / 1000),
          e);
    } catch (InvalidReplicationFactorException e) {
      throw new StartException(
          "key '%s' is %d: %s"
              .formatted(
                  ClusterSettings.REPLICATION_FACTOR.property(),
                  kafka.replication(),
                  ErrorText.of(e)),
          e);
    } catch (KafkaException e) {
      throw new StartException(
          "cannot prepare the topics at %s: %s"
              .formatted(kafka.bootstrapServers(), ErrorText.of(e)),
          e);
    }
  }

  private static Map<String, Object> adminSettings(Settings.Kafka kafka) {
    Map<String, Object> settings = kafka.clientSettings();
    settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CLUSTER_TIMEOUT_MS);
    settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CLUSTER_TIMEOUT_MS / 3);
    return settings;
  }

  /** Explains the most common mistake in terms of the settings; TopicSetup checks the rest. */
  private static void checkPartitions(Admin admin, TopicPlan plan)
      throws StartException, InterruptedException {
    OptionalInt found = partitionsOf(admin, plan.topics().events());
    if (found.isPresent() && found.getAsInt() != plan.partitions()) {
      throw new StartException(
          "the topics of prefix '%s' have %d partitions, which is fixed, and key '%s' is %d: set it to %d, or take another prefix (under dev, another --data-dir)"
              .formatted(
                  plan.topics().prefix(),
                  found.getAsInt(),
                  ClusterSettings.PARTITIONS.property(),
                  plan.partitions(),
                  found.getAsInt()));
    }
  }

  private static OptionalInt partitionsOf(Admin admin, String topic) throws InterruptedException {
    try {
      if (!admin.listTopics().names().get().contains(topic)) {
        return OptionalInt.empty();
      }
      TopicDescription description =
          admin.describeTopics(Set.of(topic)).allTopicNames().get().get(topic);
      return description == null
          ? OptionalInt.empty()
          : OptionalInt.of(description.partitions().size());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e);
    }
  }
}
