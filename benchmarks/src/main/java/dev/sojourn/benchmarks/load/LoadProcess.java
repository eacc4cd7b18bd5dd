package dev.sojourn.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.benchmarks.process.OrderLoop;
import dev.sojourn.topics.topic.Topics;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * Load generator process. Its orders, each with the prefix of the topics:
 *
 * <ul>
 *   <li>{@code events {event, persons, window, withEmail}}: one event per person, at once; answers
 *       when the log has them
 *   <li>{@code flood {event, persons, window, perSecond}} and {@code stopFlood {}}
 *   <li>{@code progress {}}: committed events, and the time
 *   <li>{@code deliver {sleepMs, partitions}}, {@code stopDeliver {}}, {@code ledger {}}, {@code
 *       resetTimes {}}
 *   <li>{@code journeys {event, persons, unanswered, inFlight, perSecond}}, {@code stopJourneys {}}
 * </ul>
 */
public final class LoadProcess {

  private final Map<String, Object> cluster;
  private final Admin admin;
  private Ledger ledger = new Ledger();
  private @Nullable Flood flood;
  private @Nullable JourneyLoad journeys;
  private @Nullable StubDelivery delivery;

  private LoadProcess(String bootstrapServers) {
    this.cluster = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    this.admin = Admin.create(cluster);
  }

  /** Argument: bootstrap servers. */
  public static void main(String[] args) throws Exception {
    OrderLoop loop = OrderLoop.open();
    LoadProcess load = new LoadProcess(args[0]);
    loop.answer(Map.of());
    loop.run(load::obey);
    System.exit(0);
  }

  private Object obey(String order, JsonNode arguments) throws Exception {
    Topics topics = new Topics(arguments.path("prefix").asText("none"));
    switch (order) {
      case "events":
        return each(topics, arguments);
      case "flood":
        flood =
            new Flood(
                events(topics, arguments),
                new Progress(admin, topics),
                arguments.get("persons").asInt(),
                arguments.get("window").asInt(),
                arguments.get("perSecond").asDouble());
        flood.start();
        return Map.of();
      case "stopFlood":
        close(flood);
        flood = null;
        return Map.of();
      case "progress":
        check(flood);
        return Map.of(
            "committed", new Progress(admin, topics).committed(), "nanos", System.nanoTime());
      case "deliver":
        ledger = new Ledger();
        delivery =
            new StubDelivery(
                cluster,
                topics,
                arguments.get("partitions").asInt(),
                arguments.get("sleepMs").asLong(),
                ledger);
        delivery.start();
        delivery.awaitListening();
        return Map.of();
      case "stopDeliver":
        close(delivery);
        delivery = null;
        return Map.of();
      case "journeys":
        journeys =
            new JourneyLoad(
                events(topics, arguments),
                ledger,
                arguments.get("persons").asInt(),
                arguments.get("unanswered").asInt(),
                arguments.get("inFlight").asInt(),
                arguments.get("perSecond").asDouble());
        journeys.start();
        return Map.of();
      case "stopJourneys":
        close(journeys);
        journeys = null;
        return Map.of();
      case "resetTimes":
        ledger.resetTimes();
        return Map.of();
      case "ledger":
        check(journeys);
        check(delivery);
        return ledger.report();
      default:
        throw new IllegalArgumentException("unknown order " + order);
    }
  }

  private Events events(Topics topics, JsonNode arguments) {
    return new Events(
        cluster,
        topics,
        new EventMaker(
            arguments.get("event").asText(), arguments.path("withEmail").asBoolean(false)));
  }

  /** Sends one event per person; with a window, at most that many uncommitted. */
  private Map<String, Object> each(Topics topics, JsonNode arguments) throws Exception {
    Progress progress = new Progress(admin, topics);
    long before = progress.committed();
    int persons = arguments.get("persons").asInt();
    int window = arguments.get("window").asInt();
    try (Events events = events(topics, arguments)) {
      for (int person = 0; person < persons; person++) {
        while (window > 0
            && person % 1_000 == 0
            && person - window > progress.committed() - before) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
        events.send(person, System.currentTimeMillis());
      }
      events.flush();
      return Map.of("firstMs", events.firstAppendMs(), "lastMs", events.lastAppendMs());
    }
  }

  private static void close(@Nullable Load load) throws InterruptedException {
    if (load != null) {
      load.close();
    }
  }

  private static void check(@Nullable Load load) {
    if (load != null) {
      load.check();
    }
  }
}
