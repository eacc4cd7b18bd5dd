package dev.sojourn.processor.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Park;
import dev.sojourn.journeys.instance.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstanceRowTest {

  private static final Instant CREATED = Instant.parse("2026-01-15T10:30:00.120Z");
  private static final InstanceId ID = InstanceId.of(CREATED.toEpochMilli(), 7, 9);

  private static Instance instance(@Nullable Instant expiresAt) {
    return new Instance(
            ID,
            "ada",
            "trip",
            3,
            new UUID(1, 2),
            "go",
            "a@b.c",
            Map.of("plan", "pro"),
            1,
            Status.WAITING,
            "nap",
            2,
            0,
            new Park.Sleeping(CREATED.plusSeconds(60)),
            null,
            null,
            CREATED,
            CREATED.plusSeconds(1),
            null,
            expiresAt,
            List.of())
        .logged(null, "nap", "entered", null, CREATED.plusSeconds(1));
  }

  @Test
  void shouldKeepTheFirstFormForWhatNeverExpires() {
    // when
    byte[] row = InstanceRow.pack(instance(null));

    // then
    assertThat(row[0]).isEqualTo((byte) 1);
    assertThat(InstanceRow.unpack(ID, row)).isEqualTo(instance(null));
  }

  @Test
  void shouldKeepWhenItExpires() {
    // given
    Instance expiring = instance(CREATED.plusSeconds(30));

    // when
    byte[] row = InstanceRow.pack(expiring);

    // then
    assertThat(row[0]).isEqualTo((byte) 2);
    assertThat(InstanceRow.unpack(ID, row)).isEqualTo(expiring);
  }

  @Test
  void shouldRefuseAFormThatIsNotKnown() {
    // given
    byte[] row = InstanceRow.pack(instance(null));
    row[0] = 9;

    // then
    assertThatThrownBy(() -> InstanceRow.unpack(ID, row))
        .hasMessageContaining("expected version 1 or 2 of an instance row, found 9");
  }
}
