package dev.sojourn.processor.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Enrolments;
import dev.sojourn.journeys.person.Head;
import dev.sojourn.journeys.person.LastSend;
import dev.sojourn.journeys.person.LiveInstance;
import dev.sojourn.journeys.person.OpenGoal;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.person.SendMark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadRowTest {

  private static final Instant AT = Instant.parse("2026-01-15T10:30:00.120Z");
  private static final InstanceId ID = InstanceId.of(AT.toEpochMilli(), 7, 9);

  private static final Head PLAIN =
      new Head(
          "ada",
          Preferences.DEFAULT,
          Map.of("trip", Enrolments.NONE.entered(AT)),
          List.of(new LiveInstance(ID, "trip", 1, List.of("paid"), AT)));

  @Test
  void shouldKeepTheFirstFormForPersonsOfWhomNothingIsMeasured() {
    // when
    byte[] row = HeadRow.pack(PLAIN);

    // then
    assertThat(row[0]).isEqualTo((byte) 1);
    assertThat(HeadRow.unpack("ada", row)).isEqualTo(PLAIN);
  }

  @Test
  void shouldKeepTheSendsThatCount() {
    // given
    SendId send = new SendId(ID, "mail", 3);
    Head marked =
        PLAIN
            .heldOutOf("tour")
            .withMarks(
                List.of(
                    new SendMark(send, AT, "email", null),
                    new SendMark(new SendId(ID, "text", 4), AT, "sms", "news")));

    // when
    byte[] row = HeadRow.pack(marked);

    // then
    assertThat(row[0]).isEqualTo((byte) 3);
    assertThat(HeadRow.unpack("ada", row)).isEqualTo(marked);
    assertThat(HeadRow.pack(marked.withMarks(List.of()))[0]).isEqualTo((byte) 2);
  }

  @Test
  void shouldRefuseAFormThatIsNotKnown() {
    // given
    byte[] row = HeadRow.pack(PLAIN);
    row[0] = 4;

    // then
    assertThatThrownBy(() -> HeadRow.unpack("ada", row))
        .hasMessage("expected version 1 to 3 of a head row, found 4");
  }

  @Test
  void shouldKeepWhatIsMeasured() {
    // given
    Head measured =
        PLAIN
            .with(new OpenGoal("trip", 2, ID, AT, AT.plusSeconds(60), Map.of("cart", 7)))
            .with(new OpenGoal("tour", 1, null, AT, AT.plusSeconds(60), Map.of()))
            .heldOutOf("tour")
            .with("hi", new LastSend(new SendId(ID, "mail", 3), AT));

    // when
    byte[] row = HeadRow.pack(measured);

    // then
    assertThat(row[0]).isEqualTo((byte) 2);
    assertThat(HeadRow.unpack("ada", row)).isEqualTo(measured);
  }
}
