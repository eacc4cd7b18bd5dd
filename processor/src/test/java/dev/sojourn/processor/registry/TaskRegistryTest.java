package dev.sojourn.processor.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.registry.OfferKinds.Offer;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.registry.RegistryCatalog;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.registry.RegistryRecord;
import dev.sojourn.topics.topic.Headers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class TaskRegistryTest {

  private static final JourneyVersion VERSION = version("j", 1, "go");
  private static final Template TEMPLATE = new Template("hi", "hash", "Hi", null, null, "Hello");

  private static KeyValueStore<Bytes, byte[]> newState() {
    return Stores.inMemoryKeyValueStore(StoreNames.STATE).get();
  }

  private static JourneyVersion version(String id, int number, String event) {
    return new JourneyVersion(
        id, number, "h" + number, Journeys.journey(id).on(event).steps(Journeys.complete("done")));
  }

  private static Journey journey(String id, int version) {
    return new Journey(
        id, id, Origin.FILE, State.ACTIVE, null, version, Map.of(), "file", true, Instant.EPOCH);
  }

  /** Reads a record as a task does, which makes new objects. */
  private static void read(TaskRegistry registry, RegistryEntry entry) {
    byte[] bytes = entry.bytes();
    registry.apply(RegistryRecord.read(Headers.bytes(entry.id()), bytes), entry.id(), bytes, 0);
  }

  @Test
  void shouldShareEqualValuesAmongTheTasksOfANode() {
    // given
    NodeRegistry node = new NodeRegistry();
    KeyValueStore<Bytes, byte[]> state = newState();
    TaskRegistry first = new TaskRegistry(new RegistryStore(state), node, 0);
    TaskRegistry second = new TaskRegistry(new RegistryStore(newState()), node, 1);
    TaskRegistry elsewhere = new TaskRegistry(new RegistryStore(newState()), new NodeRegistry(), 0);

    // when
    for (TaskRegistry each : List.of(first, second, elsewhere)) {
      read(each, RegistryEntry.of(VERSION));
      read(each, RegistryEntry.of(TEMPLATE));
      read(each, RegistryEntry.of(Template.CONTENT, TEMPLATE));
    }
    TaskRegistry restarted = new TaskRegistry(new RegistryStore(state), node, 2);

    // then
    JourneyVersion shared = first.current().version("j", 1).orElseThrow();
    Template template = first.current().template("hi").orElseThrow();
    for (TaskRegistry each : List.of(second, restarted)) {
      assertThat(each.current().version("j", 1)).containsSame(shared);
      assertThat(each.current().template("hi")).containsSame(template);
      assertThat(each.current().get(Template.CONTENT, "hash")).containsSame(template);
    }
    assertThat(elsewhere.current().version("j", 1)).contains(shared).get().isNotSameAs(shared);
  }

  @Provide
  static Arbitrary<RegistryEntry> changes() {
    Arbitrary<String> ids = Arbitraries.of("a", "b", "c");
    Arbitrary<Integer> numbers = Arbitraries.integers().between(1, 3);
    Arbitrary<String> events = Arbitraries.of("go", "stop");
    Arbitrary<String> entryIds =
        Combinators.combine(
                Arbitraries.of("journey/", "version/", "template/", "content/", "hold/", "offer/"),
                ids,
                numbers)
            .as((kind, id, number) -> kind + id + (kind.equals("version/") ? "/" + number : ""));
    return Arbitraries.oneOf(
        Combinators.combine(ids, numbers).as((id, n) -> RegistryEntry.of(journey(id, n))),
        Combinators.combine(ids, numbers, events)
            .as((id, n, event) -> RegistryEntry.of(version(id, n, event))),
        Combinators.combine(ids, ids)
            .as((key, hash) -> RegistryEntry.of(new Template(key, hash, "", null, null, ""))),
        Combinators.combine(ids, ids)
            .as(
                (key, hash) ->
                    RegistryEntry.of(
                        Template.CONTENT, new Template(key, hash, "", null, null, ""))),
        Combinators.combine(ids, numbers)
            .as((id, n) -> RegistryEntry.of(new Hold(id, n == 1, n, Instant.EPOCH))),
        Combinators.combine(ids, numbers).as((id, n) -> RegistryEntry.of(new Offer(id, n))),
        Arbitraries.just(RegistryEntry.of(SendingPolicy.NONE)),
        Arbitraries.just(new RegistryEntry.Deleted("sending")),
        entryIds.map(RegistryEntry.Deleted::new));
  }

  @Property
  void shouldLoadWhatAppliedEntriesHaveAddedUpTo(
      @ForAll("changeLists") List<RegistryEntry> changes) {
    // given
    KeyValueStore<Bytes, byte[]> state = newState();
    TaskRegistry task = new TaskRegistry(new RegistryStore(state), new NodeRegistry(), 0);
    Registry oneByOne = Registry.EMPTY;

    // when
    for (RegistryEntry change : changes) {
      read(task, change);
      oneByOne = change.into(oneByOne);
    }

    // then
    assertThat(content(RegistryStore.load(state)))
        .isEqualTo(content(task.current()))
        .isEqualTo(content(oneByOne));
  }

  @Provide
  static Arbitrary<List<RegistryEntry>> changeLists() {
    return changes().list().ofMaxSize(40);
  }

  private static List<Object> content(Registry registry) {
    Stream<Object> values =
        RegistryCatalog.standard().kinds().stream().map(kind -> List.copyOf(registry.all(kind)));
    return Stream.concat(
            values,
            Stream.of("go", "stop")
                .map(event -> List.of(registry.triggeredBy(event), registry.references(event))))
        .toList();
  }
}
