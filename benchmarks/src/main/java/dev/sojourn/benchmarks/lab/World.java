package dev.sojourn.benchmarks.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Client of the load generator process. Not thread-safe. */
public final class World implements AutoCloseable {

  private static final Duration ORDER_WITHIN = Duration.ofSeconds(60);
  private static final Duration EVENTS_WITHIN = Duration.ofMinutes(20);

  private final ChildJvm process;

  World(ChildJvm process) {
    this.process = process;
  }

  /** Number of committed events at a point in time. */
  public record Progress(long committed, long nanos) {

    /** Events per second since an earlier measurement. */
    public double rateSince(Progress earlier) {
      return (committed - earlier.committed) / ((nanos - earlier.nanos) / 1e9);
    }
  }

  private JsonNode order(String name, String prefix, Map<String, ?> arguments, Duration longest)
      throws Exception {
    Map<String, Object> all = new HashMap<>(arguments);
    all.put("prefix", prefix);
    return process.ask(name, all, longest);
  }

  /**
   * Sends one event per person.
   *
   * @param window how many may be uncommitted at a time; 0 for no limit
   * @return append times of the first and the last event, in epoch ms
   */
  public JsonNode events(String prefix, String event, int persons, int window) throws Exception {
    return order(
        "events",
        prefix,
        Map.of("event", event, "persons", persons, "window", window),
        EVENTS_WITHIN);
  }

  /** As {@link #events}, all at once, each with the person's email address. */
  public JsonNode eventsWithEmail(String prefix, String event, int persons) throws Exception {
    return order(
        "events",
        prefix,
        Map.of("event", event, "persons", persons, "window", 0, "withEmail", true),
        EVENTS_WITHIN);
  }

  /** Starts sending events as fast as the subject takes them, with a window of uncommitted ones. */
  public void flood(String prefix, String event, int persons, int window) throws Exception {
    flood(prefix, event, persons, window, 0);
  }

  /** Starts sending events at a fixed rate, whatever the subject does. */
  public void flood(String prefix, String event, int persons, double perSecond) throws Exception {
    flood(prefix, event, persons, 0, perSecond);
  }

  private void flood(String prefix, String event, int persons, int window, double perSecond)
      throws Exception {
    order(
        "flood",
        prefix,
        Map.of("event", event, "persons", persons, "window", window, "perSecond", perSecond),
        ORDER_WITHIN);
  }

  public void stopFlood() throws Exception {
    order("stopFlood", "none", Map.of(), ORDER_WITHIN);
  }

  public Progress progress(String prefix) throws Exception {
    JsonNode now = order("progress", prefix, Map.of(), ORDER_WITHIN);
    return new Progress(now.get("committed").asLong(), now.get("nanos").asLong());
  }

  /** Waits until all sent events are committed. */
  public void awaitCommitted(String prefix, long events, Duration longest) throws Exception {
    long end = System.nanoTime() + longest.toNanos();
    while (progress(prefix).committed() < events) {
      if (System.nanoTime() > end) {
        throw new BenchmarkException(
            "expected %d events to be committed within %d s, found %d"
                .formatted(events, longest.toSeconds(), progress(prefix).committed()));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Starts the stub delivery. */
  public void deliver(Subject engine, Duration sleep) throws Exception {
    order(
        "deliver",
        engine.prefix(),
        Map.of("sleepMs", sleep.toMillis(), "partitions", engine.partitions()),
        ORDER_WITHIN);
  }

  public void stopDeliver() throws Exception {
    order("stopDeliver", "none", Map.of(), ORDER_WITHIN);
  }

  /**
   * Starts entering persons into a journey.
   *
   * @param perSecond a fixed rate; 0 for as many as the engine completes
   */
  public void journeys(
      String prefix, String event, int persons, int unanswered, int inFlight, double perSecond)
      throws Exception {
    order(
        "journeys",
        prefix,
        Map.of(
            "event", event,
            "persons", persons,
            "unanswered", unanswered,
            "inFlight", inFlight,
            "perSecond", perSecond,
            "withEmail", true),
        ORDER_WITHIN);
  }

  public void stopJourneys() throws Exception {
    order("stopJourneys", "none", Map.of(), ORDER_WITHIN);
  }

  /** Counts of started journeys, sends and outcomes, and latencies. */
  public JsonNode ledger() throws Exception {
    return order("ledger", "none", Map.of(), ORDER_WITHIN);
  }

  public void resetTimes() throws Exception {
    order("resetTimes", "none", Map.of(), ORDER_WITHIN);
  }

  double compileSeconds() throws Exception {
    return process.compileSeconds();
  }

  @Override
  public void close() {
    process.close();
  }
}
