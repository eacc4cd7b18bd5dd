package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.registry.NodeRegistry;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.InputTopic;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.processor.thread.ThreadCommits;
import dev.sojourn.processor.thread.ThreadTimeShare;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.watermark.Watermark;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.Test;

/** The lists are complete: no row, command or query is without what handles it. */
class FeaturesTest {

  private static final ThreadCommits COMMITS =
      new ThreadCommits(InstantSource.system(), System::nanoTime);

  private final MockProcessorContext<Destination, byte[]> context = context();
  private final TaskParts task = TaskParts.of(context, settings());

  private static MockProcessorContext<Destination, byte[]> context() {
    MockProcessorContext<Destination, byte[]> context = new MockProcessorContext<>();
    context.addStateStore(Stores.inMemoryKeyValueStore(StoreNames.STATE).get());
    context.addStateStore(Stores.inMemoryKeyValueStore(StoreNames.TIMERS).get());
    context.addStateStore(Stores.inMemoryKeyValueStore(StoreNames.COUNTERS).get());
    WindowStore<Bytes, byte[]> history =
        Stores.inMemoryWindowStore(
                StoreNames.HISTORY, Duration.ofDays(1), Duration.ofMillis(1), false)
            .get();
    history.init(context.getStateStoreContext(), history);
    context.addStateStore(history);
    context.setCurrentSystemTimeMs(0);
    return context;
  }

  private static TaskSettings settings() {
    return new TaskSettings(
        new Topics("test"),
        1,
        0,
        partition -> new NeverRead(),
        partition -> {
          throw new AssertionError("expected that nobody asks about delivery");
        },
        new NodeRegistry(),
        new ThreadWakeups(InstantSource.system(), COMMITS),
        new ThreadTimeShare(System::nanoTime),
        COMMITS,
        new EngineMeters(new SimpleMeterRegistry()),
        InstantSource.system(),
        RetryPolicy.STANDARD);
  }

  private static final class NeverRead implements Watermark {
    @Override
    public OptionalLong readUpTo() {
      return OptionalLong.empty();
    }

    @Override
    public void ask() {}
  }

  private List<StateFamily> families() {
    return task.stores().families();
  }

  @Test
  void shouldHandleEveryCommand() {
    Class<?>[] commands =
        Stream.of(Command.class.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::value)
            .toArray(Class<?>[]::new);

    assertThat(Features.commands(task).stream().<Class<?>>map(CommandHandler::type))
        .containsExactlyInAnyOrder(commands);
  }

  @Test
  void shouldHandleEveryInputTopic() {
    assertThat(Features.inputs(task, List.of())).containsOnlyKeys(InputTopic.values());
  }

  @Test
  void shouldDeclareAFamilyForEveryPrefixOfTheStateStore() throws Exception {
    // given
    List<Byte> prefixes = new ArrayList<>();
    for (Field constant : Keys.class.getFields()) {
      if (constant.getType() == byte.class) {
        prefixes.add(constant.getByte(null));
      }
    }
    assertThat(prefixes).isNotEmpty();

    // when, then
    assertThat(families())
        .filteredOn(family -> family.store().equals(StoreNames.STATE))
        .extracting(StateFamily::prefix)
        .containsExactlyInAnyOrderElementsOf(prefixes);
  }

  @Test
  void shouldDeclareAFamilyForEveryStore() {
    assertThat(families())
        .extracting(StateFamily::store)
        .contains(StoreNames.STATE, StoreNames.TIMERS, StoreNames.COUNTERS, StoreNames.HISTORY);
  }

  private static InputRecord record(InputTopic topic, long offset, byte[] value) {
    return new InputRecord(
        topic.source(),
        topic.in(new Topics("test")),
        0,
        offset,
        Instant.EPOCH,
        null,
        value,
        new RecordHeaders());
  }

  @Test
  void shouldJournalTheRegistryThatStoodAlsoAfterARestart() throws Exception {
    // given
    byte[] entry = RegistryEntry.of(new Hold("j", true, 100, Instant.EPOCH)).bytes();
    Features.inputs(task, List.of())
        .get(InputTopic.REGISTRY)
        .handle(record(InputTopic.REGISTRY, 17, entry));

    // when
    TaskParts restarted = TaskParts.of(context, settings());
    context.resetForwards();
    byte[] change =
        CommandCodec.encode(new Command.ChangeContact("ada", Map.of("plan", "pro"), List.of()));
    Features.inputs(restarted, List.of())
        .get(InputTopic.CONTROL)
        .handle(record(InputTopic.CONTROL, 3, change));

    // then
    byte[] journal =
        context.forwarded().stream()
            .map(forward -> forward.record())
            .filter(forwarded -> forwarded.key().topic() == Topics.Role.JOURNAL)
            .map(forwarded -> forwarded.value())
            .findFirst()
            .orElseThrow();
    assertThat(Json.mapper().readTree(journal).get("registry").asLong()).isEqualTo(17);
  }
}
