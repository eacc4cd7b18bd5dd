package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {

  private static final long MIB = 1024 * 1024;
  private static final long DEFAULT = 384 * MIB;

  @ParameterizedTest
  @CsvSource({"4, 24", "16, 96", "64, 384", "256, 1536"})
  void shouldCountEveryDatabaseThatAProcessMayOpen(int partitions, long databases) {
    // Each task, active or standby, has state, timers, counters and three segments of history, and
    // a process never has more than one task for a partition.
    assertThat(new MemoryBudget(DEFAULT, partitions).databases()).isEqualTo(databases);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 12, 16, 64, 100, 256, 1024})
  void shouldKeepWhatOpenDatabasesTakeUnderAQuarterOfTheWriteBuffers(int partitions) {
    // given
    MemoryBudget budget = new MemoryBudget(DEFAULT, partitions);

    // when
    long fixed = budget.databases() * budget.fixedBytes();

    // then
    assertThat(fixed).isLessThanOrEqualTo(budget.writeBuffersBytes() / 4);
    assertThat(budget.filterShare()).isBetween(0.0, 0.05);
    assertThat(budget.arenaBlockBytes()).isBetween(4 * 1024L, MIB);
    assertThat(Long.bitCount(budget.arenaBlockBytes())).as("a power of two").isOne();
  }

  @Test
  void shouldLeaveRoomForRowsWhereFixedSizesLeftNone() {
    // What every database took at 16 partitions: a filter of 0.05 of 32 MiB, and a block of 1 MiB.
    long before = 96 * (Math.round(0.05 * 32 * MIB) + MIB);
    MemoryBudget budget = new MemoryBudget(DEFAULT, 16);

    assertThat(before).as("flushed at once").isGreaterThan(budget.writeBuffersBytes() * 7 / 8);
    assertThat(budget.rowsBytes()).isGreaterThan(MIB);
  }

  @ParameterizedTest
  @CsvSource({"4, 6.6", "16, 1.7", "64, 0.42"})
  void shouldHoldAFairPartOfTheRowsInEachBusyDatabase(int partitions, double mib) {
    double found = new MemoryBudget(DEFAULT, partitions).rowsBytes() / (double) MIB;
    assertThat(found).isCloseTo(mib, offset(mib / 20));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16, 64, 100})
  void shouldBeContentWithTheDefaultForAsManyPartitionsAsThis(int partitions) {
    assertThat(new MemoryBudget(DEFAULT, partitions).wantedMiB()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 1024})
  void shouldSayHowMuchMemoryMorePartitionsNeed(int partitions) {
    // when
    long wanted = new MemoryBudget(DEFAULT, partitions).wantedMiB().orElseThrow();

    // then
    assertThat(wanted).isBetween(384L, 4L * partitions + 384);
    assertThat(new MemoryBudget(wanted * MIB, partitions).wantedMiB()).isEmpty();
  }

  @Test
  void shouldRefuseNoMemory() {
    assertThatThrownBy(() -> new MemoryBudget(0, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MemoryBudget(DEFAULT, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
