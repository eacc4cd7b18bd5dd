package dev.sojourn.topics.topic;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates missing topics and verifies existing ones. */
public final class TopicSetup {

  private final Admin admin;

  public TopicSetup(Admin admin) {
    this.admin = admin;
  }

  /**
   * Brings the cluster to the plan.
   *
   * @return the names of the topics that were created
   * @throws TopicMismatchException when a topic differs; existing topics are never altered
   * @throws InterruptedException when interrupted while waiting for the cluster
   */
  public List<String> createOrVerify(TopicPlan plan) throws InterruptedException {
    Set<String> existing = get(admin.listTopics().names());
    List<TopicPlan.Spec> missing =
        plan.specs().stream().filter(spec -> !existing.contains(spec.name())).toList();
    create(missing, plan.replication());
    List<TopicPlan.Spec> present =
        plan.specs().stream().filter(spec -> existing.contains(spec.name())).toList();
    List<String> differences = differences(present);
    if (!differences.isEmpty()) {
      throw new TopicMismatchException(differences);
    }
    return missing.stream().map(TopicPlan.Spec::name).toList();
  }

  private void create(List<TopicPlan.Spec> specs, short replication) throws InterruptedException {
    List<NewTopic> topics =
        specs.stream()
            .map(
                spec ->
                    new NewTopic(spec.name(), spec.partitions(), replication)
                        .configs(spec.settings()))
            .toList();
    try {
      get(admin.createTopics(topics).all());
    } catch (TopicExistsException e) {
      // Another node created it first; it is verified like any other topic.
      List<String> differences = differences(specs);
      if (!differences.isEmpty()) {
        throw new TopicMismatchException(differences);
      }
    }
  }

  private List<String> differences(List<TopicPlan.Spec> specs) throws InterruptedException {
    List<String> names = specs.stream().map(TopicPlan.Spec::name).toList();
    Map<String, TopicDescription> found = get(admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Config> configs =
        get(
            admin
                .describeConfigs(
                    names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
    Map<String, Config> byName = new HashMap<>();
    configs.forEach((resource, config) -> byName.put(resource.name(), config));
    List<String> differences = new ArrayList<>();
    for (TopicPlan.Spec spec : specs) {
      int partitions = requireNonNull(found.get(spec.name())).partitions().size();
      if (partitions != spec.partitions()) {
        differences.add(
            "%s: expected %d partitions, found %d"
                .formatted(spec.name(), spec.partitions(), partitions));
      }
      differences.addAll(settings(spec, requireNonNull(byName.get(spec.name()))));
    }
    return differences;
  }

  private static List<String> settings(TopicPlan.Spec spec, Config config) {
    Map<String, String> actual =
        config.entries().stream()
            .filter(entry -> entry.value() != null)
            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    return spec.settings().entrySet().stream()
        .filter(setting -> !setting.getValue().equals(actual.get(setting.getKey())))
        .map(
            setting ->
                "%s: expected %s=%s, found %s"
                    .formatted(
                        spec.name(),
                        setting.getKey(),
                        setting.getValue(),
                        actual.get(setting.getKey())))
        .toList();
  }

  private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new KafkaException("expected an answer from the cluster, found " + e.getCause(), e);
    }
  }
}
