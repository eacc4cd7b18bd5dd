package dev.sojourn.processor.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InstanceRowTest {

  private static final Instant CREATED = Instant.parse("2026-01-15T10:30:00.120Z");
  private static final InstanceId ID = InstanceId.of(CREATED.toEpochMilli(), 7, 9);

  private static final SendId SEND = new SendId(ID, "mail", 2);

  /** A retried send, as written by the release before deferrals. */
  private static final String WRITTEN_BEFORE =
      "01036164610474726970030000000000000001000000000000000202676f056140622e630e7b22706c616e223a"
          + "2270726f227d0161036e6170020003046d61696c0202b8f1d189bc3301e0b7d289bc330000a0f9d189bc33"
          + "000101010001036e617000e807";

  private static Instance sending(WaitState waitState) {
    return instance(null).waiting(waitState, CREATED.plusSeconds(1));
  }

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
            new WaitState.Timer(CREATED.plusSeconds(60)),
            null,
            null,
            CREATED,
            CREATED.plusSeconds(1),
            null,
            expiresAt,
            List.of())
        .withLogEntry(null, "nap", "entered", null, CREATED.plusSeconds(1));
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
  void shouldKeepTheFormOfASendThatOlderReleasesWroteAsLongAsNothingIsDeferred() {
    // given
    Instance sending = sending(new WaitState.Outcome(SEND, 2, 0, CREATED, CREATED.plusSeconds(9)));

    // then
    assertThat(InstanceRow.unpack(ID, HexFormat.of().parseHex(WRITTEN_BEFORE))).isEqualTo(sending);
    assertThat(HexFormat.of().formatHex(InstanceRow.pack(sending))).isEqualTo(WRITTEN_BEFORE);
  }

  @ParameterizedTest
  @MethodSource
  void shouldKeepWhatDeliveryDidNotTryAndWhatIsHeld(WaitState waitState) {
    assertThat(InstanceRow.unpack(ID, InstanceRow.pack(sending(waitState))))
        .isEqualTo(sending(waitState));
  }

  static Stream<WaitState> shouldKeepWhatDeliveryDidNotTryAndWhatIsHeld() {
    return Stream.of(
        new WaitState.Outcome(SEND, 9, 7, CREATED, null),
        new WaitState.Outcome(SEND, 9, 200, CREATED, CREATED.plusSeconds(9)),
        new WaitState.Held(SEND, 1, 0, CREATED),
        new WaitState.Held(SEND, 4, 3, CREATED),
        new WaitState.QuietHours(SEND, 4, 3, CREATED, CREATED.plusSeconds(9)));
  }

  @Test
  void shouldRefuseAFormThatIsNotKnown() {
    // given
    byte[] row = InstanceRow.pack(instance(null));
    row[0] = 9;

    // then
    assertThatThrownBy(() -> InstanceRow.unpack(ID, row))
        .hasMessageContaining("expected version 1 to 2 of an instance row, found 9");
  }
}
