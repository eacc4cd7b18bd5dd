package dev.sojourn.http.prometheus;

import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.meter.Reading;
import dev.sojourn.processor.meter.Reading.Kind;
import dev.sojourn.processor.meter.Reading.Numbers;
import dev.sojourn.processor.query.PartitionOwners;
import dev.sojourn.processor.query.PartitionOwners.Owner;
import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gauges from the running totals of this node's partitions; the sum over all nodes is the
 * installation's. Empty while one partition cannot answer: a sum with a gap looks like a drop.
 */
final class StoreMeters implements Meters {

  private final Engine engine;

  StoreMeters(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<Reading> read() {
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
    return mine.isEmpty() ? List.of() : numbers(mine);
  }

  private static List<Reading> numbers(List<Map<String, Map<String, Long>>> partitions) {
    Map<List<String>, Double> live = new HashMap<>();
    partitions.forEach(totals -> totals.forEach((id, numbers) -> addLive(live, id, numbers)));
    return List.of(
        new Numbers(
            "sojourn_instances_live",
            Kind.LEVEL,
            "Instances under way in the partitions of this node.",
            List.of("journey", "status"),
            live),
        Numbers.one(
            "sojourn_contacts",
            Kind.LEVEL,
            "Persons with a contact in the partitions of this node.",
            ofWhole(partitions, CounterKey.CONTACTS)),
        Numbers.one(
            "sojourn_dead_letters_pending",
            Kind.LEVEL,
            "Dead letters of the partitions of this node of which nobody has disposed.",
            ofWhole(partitions, CounterKey.PENDING_DEAD_LETTERS)));
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
