package dev.sojourn.http;

import com.fasterxml.jackson.core.JsonFactory;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.StepCatalog;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.topics.registry.JourneyReader;
import dev.sojourn.topics.registry.JourneySyntaxException;
import dev.sojourn.topics.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands in the stores before a request. */
public final class Given {

  public static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

  public static final String WELCOME =
      """
      {
        "id": "activation-welcome",
        "name": "Activation -- Welcome Series",
        "description": "Sends a welcome email series on signup",
        "trigger": {
          "event": "user:created",
          "where": [{ "type": "property", "property": "plan", "operator": "eq", "value": "pro" }]
        },
        "entryLimit": "once",
        "exitOn": [{ "event": "user:deleted" }],
        "suppress": { "hours": 12 },
        "steps": [{ "id": "done", "type": "complete" }]
      }
      """;

  private Given() {}

  /** A journey with as little as there can be. */
  public static String plain(String id, String trigger) {
    return """
        {"id": "%s", "trigger": {"event": "%s"}, "steps": [{"id": "done", "type": "complete"}]}
        """
        .formatted(id, trigger);
  }

  public static Registry registry(String... journeys) {
    Registry registry = Registry.EMPTY;
    for (String journey : journeys) {
      registry = with(registry, journey, null, State.ACTIVE);
    }
    return registry;
  }

  public static Registry with(
      Registry registry, String json, @Nullable Boolean override, State status) {
    JourneyDefinition definition = definition(json);
    return registry
        .with(
            new Journey(
                definition.id(),
                definition.title(),
                Origin.FILE,
                status,
                override,
                1,
                Map.of("hash", 1),
                "file",
                definition.isEnabled(),
                NOW))
        .with(new JourneyVersion(definition.id(), 1, "hash", definition));
  }

  private static JourneyDefinition definition(String json) {
    try {
      return new JourneyReader(new JsonFactory(), StepCatalog.standard())
          .read(json.getBytes(StandardCharsets.UTF_8));
    } catch (JourneySyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static InstanceId instanceId(String userId, Instant createdAt, int number) {
    return InstanceId.derive(
        createdAt, Partitions.hash(userId), "journey", userId, new UUID(number, number));
  }

  public static StateView state(
      String userId, String journeyId, String status, Instant createdAt, int number) {
    return new StateView(
        instanceId(userId, createdAt, number).toString(),
        userId,
        userId + "@example.com",
        journeyId,
        "post-welcome",
        status,
        "5e0f4b2c-0000-8000-8000-000000000001",
        Map.of("plan", "pro"),
        null,
        1,
        status.equals("completed") ? createdAt.plusSeconds(60) : null,
        status.equals("exited") ? createdAt.plusSeconds(60) : null,
        createdAt,
        createdAt);
  }

  /** Users of every partition. */
  public static List<String> users(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(i -> "user_" + i).toList();
  }
}
