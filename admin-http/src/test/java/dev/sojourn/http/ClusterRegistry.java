package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.engine.PartitionedHarness.Appended;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Topics.Role;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** What is published, and commands as they are decided. */
public interface ClusterRegistry extends ClusterTasks {

  /** Publishes journeys and, with an empty body, those of their templates that are missing. */
  default void publish(String... journeys) {
    for (String json : journeys) {
      JourneyDefinition journey = EngineHarness.journey(json);
      journey.steps().stream()
          .flatMap(step -> step.templates())
          .filter(key -> tasks().registry().template(key).isEmpty())
          .forEach(key -> publish(new Template(key, "hash of " + key, "Hello", null, null, "")));
      decide(new Command.PublishJourney(journey, ContentHash.of(journey)));
    }
  }

  /** Publishes a journey in a state that the author of a file cannot give it. */
  default void publish(String json, Journey.State state, @Nullable Boolean override) {
    JourneyDefinition journey = EngineHarness.journey(json);
    tasks().publish(RegistryEntry.of(new JourneyVersion(journey.id(), 1, "hash", journey)));
    tasks()
        .publish(
            RegistryEntry.of(
                new Journey(
                    journey.id(),
                    journey.title(),
                    Journey.Origin.BUILDER,
                    state,
                    override,
                    1,
                    Map.of("hash", 1),
                    null,
                    journey.isEnabled(),
                    tasks().now())));
  }

  default void publish(Template template) {
    decide(new Command.PublishTemplate(template));
  }

  /** Publishes a key of any history. */
  default void publish(ApiKey key) {
    tasks().publish(RegistryEntry.of(key));
  }

  /** Has a command applied. */
  default Result decide(Command command) {
    return decide(command, TestCluster.ARRANGER);
  }

  /** Has a command of this actor applied. */
  default Result decide(Command command, Actor by) {
    Result result = send(UUID.randomUUID().toString(), command, by).orElseThrow();
    assertThat(result.rejection()).isNull();
    return result;
  }

  /** The result of a command; empty while the partition that decides it is stalled. */
  default Optional<Result> send(String id, Command command, Actor by) {
    RecordHeaders headers = asking(id);
    headers.add(Headers.ACTOR, by.bytes());
    Appended appended =
        tasks()
            .append(
                Role.CONTROL,
                command.decidedBy(TestCluster.PARTITIONS),
                Headers.bytes(command.key()),
                CommandCodec.encode(command),
                headers);
    // All have applied it, or one has refused it.
    return appended.results().stream()
        .filter(result -> result.rejection() != null)
        .findFirst()
        .or(() -> appended.results().stream().findFirst());
  }

  /** Headers of a record that asks for a result. */
  static RecordHeaders asking(String correlation) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.CORRELATION, Headers.bytes(correlation));
    headers.add(Headers.REPLY_TO, Headers.bytes(0));
    return headers;
  }
}
