package dev.sojourn.processor.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.engagement.LastSend;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.ActiveInstance;
import dev.sojourn.journeys.person.EntryHistory;
import dev.sojourn.journeys.person.OpenGoal;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.sending.CapEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersonSummaryRowTest {

  private static final Instant AT = Instant.parse("2026-01-15T10:30:00.120Z");
  private static final InstanceId ID = InstanceId.of(AT.toEpochMilli(), 7, 9);

  private static final PersonSummary PLAIN =
      new PersonSummary(
          "ada",
          Preferences.DEFAULT,
          Map.of("trip", EntryHistory.NONE.entered(AT)),
          List.of(new ActiveInstance(ID, "trip", 1, List.of("paid"), AT)));

  @Test
  void shouldKeepTheFirstFormForPersonsOfWhomNothingIsMeasured() {
    // when
    byte[] row = PersonSummaryRow.pack(PLAIN);

    // then
    assertThat(row[0]).isEqualTo((byte) 1);
    assertThat(PersonSummaryRow.unpack("ada", row)).isEqualTo(PLAIN);
  }

  @Test
  void shouldKeepTheSendsThatCount() {
    // given
    SendId send = new SendId(ID, "mail", 3);
    PersonSummary marked =
        PLAIN
            .heldOutOf("tour")
            .withCapEntries(
                List.of(
                    new CapEntry(send, AT, "email", null),
                    new CapEntry(new SendId(ID, "text", 4), AT, "sms", "news")));

    // when
    byte[] row = PersonSummaryRow.pack(marked);

    // then
    assertThat(row[0]).isEqualTo((byte) 3);
    assertThat(PersonSummaryRow.unpack("ada", row)).isEqualTo(marked);
    assertThat(PersonSummaryRow.pack(marked.withCapEntries(List.of()))[0]).isEqualTo((byte) 2);
  }

  @Test
  void shouldRefuseAFormThatIsNotKnown() {
    // given
    byte[] row = PersonSummaryRow.pack(PLAIN);
    row[0] = 4;

    // then
    assertThatThrownBy(() -> PersonSummaryRow.unpack("ada", row))
        .hasMessage("expected version 1 to 3 of a head row, found 4");
  }

  @Test
  void shouldKeepWhatIsMeasured() {
    // given
    PersonSummary measured =
        PLAIN
            .with(new OpenGoal("trip", 2, ID, AT, AT.plusSeconds(60), Map.of("cart", 7)))
            .with(new OpenGoal("tour", 1, null, AT, AT.plusSeconds(60), Map.of()))
            .heldOutOf("tour")
            .with("hi", new LastSend(new SendId(ID, "mail", 3), AT));

    // when
    byte[] row = PersonSummaryRow.pack(measured);

    // then
    assertThat(row[0]).isEqualTo((byte) 2);
    assertThat(PersonSummaryRow.unpack("ada", row)).isEqualTo(measured);
  }
}
