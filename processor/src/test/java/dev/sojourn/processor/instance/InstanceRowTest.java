package dev.sojourn.processor.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogAction;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import java.time.Instant;
import java.util.ArrayList;
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

  /**
   * A log with every action, as written when actions were plain words. An operator's retry and the
   * words of other step types have no code and are written as text.
   */
  private static final String LOG_OF_WORDS =
      "0118010100010162000102020101610101620002030301016101016201077b226e223a337d030404"
          + "01016101016200040505010161000005060601016101016201077b226e223a367d06070701016101"
          + "0162000708080101610101620008090901016101016201077b226e223a397d090a0a01016100000a"
          + "0b0b010161010162000b0c0c01016101016201087b226e223a31327d0c0d0d010161010162000d0e"
          + "0e010161010162000e0f0f0101610001087b226e223a31357d0f1010010161010162001011110101"
          + "610101620011121201016101016201087b226e223a31387d12131301016101016200131414010161"
          + "000014151501016101016201087b226e223a32317d15161601016101016200161700077265747269"
          + "6564010161010162001718000d77686174736170705f73656e7401016101016201087b226e223a32"
          + "347d18";

  private static final List<String> WORDS =
      List.of(
          "entered",
          "email_sent",
          "send_skipped",
          "waited",
          "event_received",
          "timed_out",
          "branched",
          "contact_updated",
          "event_emitted",
          "checkpoint",
          "completed",
          "exited",
          "failed",
          "cancelled",
          "send_failed",
          "split",
          "goal_reached",
          "webhook_called",
          "webhook_failed",
          "send_held",
          "sms_sent",
          "push_sent",
          "retried",
          "whatsapp_sent");

  private static List<LogEntry> logOfWords() {
    List<LogEntry> log = new ArrayList<>();
    for (String word : WORDS) {
      int number = log.size() + 1;
      log.add(
          new LogEntry(
              number,
              number == 1 ? null : "a",
              number % 5 == 0 ? null : "b",
              LogAction.named(word),
              number % 3 == 0 ? Map.of("n", number) : null,
              CREATED.plusMillis(number)));
    }
    return log;
  }

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
        .withLogEntry(null, "nap", StandardAction.ENTERED, null, CREATED.plusSeconds(1));
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

  @Test
  void shouldReadAndWriteActionsAsWhenTheyWereWords() {
    byte[] before = HexFormat.of().parseHex(LOG_OF_WORDS);

    assertThat(InstanceRow.unpackLog(before, CREATED)).isEqualTo(logOfWords());
    assertThat(HexFormat.of().formatHex(InstanceRow.packLog(logOfWords(), CREATED)))
        .isEqualTo(LOG_OF_WORDS);
  }

  /** What is not in the golden row above is an action whose stored form nobody has decided. */
  @Test
  void shouldCoverEveryStandardActionInTheGoldenRow() {
    assertThat(WORDS)
        .containsAll(Stream.of(StandardAction.values()).map(StandardAction::word).toList());
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
