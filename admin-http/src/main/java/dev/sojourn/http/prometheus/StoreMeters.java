package dev.sojourn.http.prometheus;

import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.meter.MeterFamily;
import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.query.PartitionOwners;
import dev.sojourn.processor.query.PartitionOwners.Owner;
import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.Query;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges from the running totals of this node's partitions; the sum over all nodes is the
 * installation's. Empty while one partition cannot answer: a sum with a gap looks like a drop.
 */
final class StoreMeters implements Meters {

  private static final Logger log = LoggerFactory.getLogger(StoreMeters.class);

  private final Engine engine;
  private final BoundedLookup<List<Map<String, Map<String, Long>>>> totals;
  private final MeterFamily live;
  private final MeterFamily contacts;
  private final MeterFamily deadLetters;

  /**
   * Gauges of one engine.
   *
   * @param longest for how long one refresh may read stores
   */
  StoreMeters(MeterRegistry registry, Engine engine, Duration longest) {
    this.engine = engine;
    totals = new BoundedLookup<>(this::totals, longest);
    live =
        MeterFamily.gauge(
            registry,
            "sojourn_instances_live",
            "Instances under way in the partitions of this node.",
            "journey",
            "status");
    contacts =
        MeterFamily.gauge(
            registry, "sojourn_contacts", "Persons with a contact in the partitions of this node.");
    deadLetters =
        MeterFamily.gauge(
            registry,
            "sojourn_dead_letters_pending",
            "Dead letters of the partitions of this node of which nobody has disposed.");
  }

  @Override
  public void refresh() {
    List<Map<String, Map<String, Long>>> partitions = read();
    if (partitions.isEmpty()) {
      List.of(live, contacts, deadLetters).forEach(MeterFamily::clear);
      return;
    }
    Map<List<String>, Double> alive = new HashMap<>();
    partitions.forEach(found -> found.forEach((id, numbers) -> addLive(alive, id, numbers)));
    live.set(alive);
    contacts.set(ofWhole(partitions, CounterKey.CONTACTS));
    deadLetters.set(ofWhole(partitions, CounterKey.PENDING_DEAD_LETTERS));
  }

  /** An error while reading the stores must not fail the scrape of all others. */
  private List<Map<String, Map<String, Long>>> read() {
    try {
      return totals.find().orElse(List.of());
    } catch (RuntimeException e) {
      log.debug("the stores cannot be read", e);
      return List.of();
    }
  }

  /** The totals of each partition of this node; empty while one cannot answer. */
  private List<Map<String, Map<String, Long>>> totals() {
    PartitionOwners owners = engine.owners();
    List<Map<String, Map<String, Long>>> mine = new ArrayList<>();
    try {
      for (int partition = 0; partition < owners.partitions(); partition++) {
        if (owners.ownerOf(partition).filter(Owner::local).isPresent()) {
          mine.add(engine.queries().ask(new Query.Totals(), partition).journeys());
        }
      }
    } catch (PartitionUnavailableException e) {
      return List.of();
    }
    return mine;
  }

  private static double ofWhole(List<Map<String, Map<String, Long>>> partitions, String name) {
    return partitions.stream()
        .mapToLong(totals -> totals.getOrDefault("", Map.of()).getOrDefault(name, 0L))
        .sum();
  }

  private static void addLive(
      Map<List<String>, Double> live, String journey, Map<String, Long> numbers) {
    if (journey.isEmpty()) {
      return;
    }
    Stream.of(Status.ACTIVE, Status.WAITING)
        .map(Status::json)
        .forEach(
            status ->
                live.merge(
                    List.of(journey, status),
                    (double) numbers.getOrDefault(status, 0L),
                    Double::sum));
  }
}
