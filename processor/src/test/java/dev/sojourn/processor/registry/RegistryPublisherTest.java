package dev.sojourn.processor.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.history.HistoryStore;
import dev.sojourn.processor.journal.JournalWriter;
import dev.sojourn.processor.registry.OfferKinds.Offer;
import dev.sojourn.processor.task.BackgroundTask;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.processor.task.InputPositions;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Topics.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.Test;

/** Deletions by the single writer of an id, which reads its own records later. */
class RegistryPublisherTest {

  private static final Result DONE = new Result(0, 1, null, Map.of());

  private final MockProcessorContext<Destination, byte[]> context = new MockProcessorContext<>();
  private final KeyValueStore<Bytes, byte[]> state =
      Stores.inMemoryKeyValueStore(StoreNames.STATE).get();
  private final RegistryStore store = new RegistryStore(state);
  private final TaskRegistry registry = new TaskRegistry(store, new NodeRegistry(), 0);
  private final RecordForwarder forwarder = new RecordForwarder(context, 1);
  private final RegistryPublisher publisher = new RegistryPublisher(store, forwarder, 0, 1);
  private final List<RegistryEntry> told = new ArrayList<>();
  private final RegistryHandler handler = handler();
  private int read;

  private RegistryHandler handler() {
    context.setCurrentSystemTimeMs(0);
    WindowStore<Bytes, byte[]> history =
        Stores.inMemoryWindowStore(
                StoreNames.HISTORY, Duration.ofDays(1), Duration.ofMillis(1), false)
            .get();
    history.init(context.getStateStoreContext(), history);
    return new RegistryHandler(
        registry,
        store,
        new HistoryStore(history),
        List.of(new Recording()),
        new JournalWriter(forwarder, new InputPositions()),
        forwarder,
        new DeadLetterWriter(forwarder),
        0);
  }

  private final class Recording implements BackgroundTask {
    @Override
    public void start() {}

    @Override
    public void registryChanged(RegistryEntry entry) {
      told.add(entry);
    }

    @Override
    public void stop() {}
  }

  private void publish(RegistryEntry... entries) {
    publisher.publish(List.of(entries), DONE, Optional.empty());
  }

  /** Reads the next record that was published. */
  private void readOne() {
    Record<? extends Destination, ? extends byte[]> next =
        context.forwarded().stream()
            .<Record<? extends Destination, ? extends byte[]>>map(forwarded -> forwarded.record())
            .filter(record -> record.key().topic() == Role.REGISTRY)
            .skip(read)
            .findFirst()
            .orElseThrow();
    handler.handle(
        new InputRecord(
            "registry",
            "registry",
            0,
            read++,
            Instant.EPOCH,
            next.key().key(),
            next.value(),
            next.headers()));
  }

  @Test
  void shouldDeleteAnEntryWithARecordWithoutAValue() {
    // given
    Offer mug = new Offer("mug", 5);
    publish(RegistryEntry.of(mug));
    readOne();

    // when
    publish(new RegistryEntry.Deleted("offer/mug"));
    assertThat(store.authored(Offer.KIND, "mug")).isEmpty();
    assertThat(registry.current().get(Offer.KIND, "mug")).contains(mug);
    readOne();

    // then
    assertThat(registry.current().get(Offer.KIND, "mug")).isEmpty();
    assertThat(store.position()).isEqualTo(1);
    assertThat(told).containsExactly(RegistryEntry.of(mug), new RegistryEntry.Deleted("offer/mug"));
    assertThat(told).allMatch(entry -> entry.isOf(Offer.KIND));
  }

  @Test
  void shouldKeepWhatItWroteAnewBeforeItReadItsOwnDeletion() {
    // given
    Offer mug = new Offer("mug", 5);
    publish(RegistryEntry.of(mug));
    readOne();

    // when
    publish(new RegistryEntry.Deleted("offer/mug"));
    publish(RegistryEntry.of(mug));
    readOne();

    // then
    assertThat(store.authored(Offer.KIND, "mug")).contains(mug);
    assertThat(registry.current().get(Offer.KIND, "mug")).isEmpty();
    readOne();
    assertThat(registry.current().get(Offer.KIND, "mug")).contains(mug);
  }

  @Test
  void shouldDeleteAgainWhatADuplicateOfTheCommandThatWroteItRepeats() {
    // given
    publish(RegistryEntry.of(new Offer("mug", 5)));
    publish(new RegistryEntry.Deleted("offer/mug"));
    readOne();
    readOne();

    // when
    publisher.publishAgain(List.of("offer/mug"), DONE, Optional.empty());
    readOne();

    // then
    assertThat(registry.current().all(Offer.KIND)).isEmpty();
    assertThat(state.approximateNumEntries()).isEqualTo(1);
  }
}
