package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.processor.task.StoreNames;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** The list of families is complete: erasing and retention see every row. */
class StateFamilyTest {

  private static List<StateFamily> families() {
    MockProcessorContext<Destination, byte[]> context = new MockProcessorContext<>();
    context.addStateStore(Stores.inMemoryKeyValueStore(StoreNames.STATE).get());
    context.addStateStore(Stores.inMemoryKeyValueStore(StoreNames.TIMERS).get());
    context.addStateStore(Stores.inMemoryKeyValueStore(StoreNames.COUNTERS).get());
    context.addStateStore(
        Stores.inMemoryWindowStore(
                StoreNames.HISTORY, Duration.ofDays(1), Duration.ofMillis(1), false)
            .get());
    return TaskStores.of(context, 0, 0).families();
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
}
