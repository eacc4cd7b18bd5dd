package dev.sojourn.topics.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.journeys.template.Template;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JournalRecordTest {

  private static final Instant AT = Instant.parse("2026-01-15T10:30:00.120Z");
  private static final InstanceId ID = InstanceId.of(AT.toEpochMilli(), 7, 9);
  private static final SendId SEND = new SendId(ID, "start", 1);

  /** Changes only the summary, which the journal does not record. */
  private static final Decision LEAST =
      Decision.builder().summary(PersonSummary.newcomer("ada")).build();

  private static Decision all() {
    Instance fresh = instance(Status.WAITING, "nap", null);
    Instance failed = instance(Status.FAILED, "nap", "no \"luck\" 😀");
    Template template = new Template("activation/welcome", "abc", "Hi", null, "news", "x");
    return Decision.builder()
        .contact(new Contact(Map.of("a", 1)))
        .changes(
            List.of(
                new Decision.Change(null, fresh),
                new Decision.Change(instance(Status.ACTIVE, "start", null), failed)))
        .sends(
            List.of(
                new Decision.Send(
                    SEND,
                    2,
                    "email",
                    "a@b.c",
                    new Decision.Templated(template, "news"),
                    fresh,
                    "Welcome",
                    Map.of("a", 1)),
                new Decision.Send(
                    SEND,
                    1,
                    "webhook",
                    "https://x.y",
                    new Decision.Call(Map.of(), Map.of(), null),
                    fresh,
                    "Welcome",
                    Map.of())))
        .emitted(List.of(new Decision.EmittedEvent("ada", "done", Map.of(), "k", 1)))
        .entries(
            List.of(
                new Decision.Entry("welcome", null, ID),
                new Decision.Entry("other", RefusalReason.ALREADY_ACTIVE, null)))
        .faults(
            List.of(
                new Decision.Fault("welcome", ID, "step 'x'", new IllegalStateException("boom"))))
        .outcomesAfterEnd(2)
        .goals(List.of(new Decision.ReachedGoal("welcome", true)))
        .engagementChanges(
            List.of(
                new Decision.EngagementChange(
                    SEND, new Engagement(AT, null), true, false, "welcome")))
        .emailReports(List.of(new Decision.EmailReport(SEND, "email.bounced")))
        .build();
  }

  private static PersonEvent event() {
    return new PersonEvent(
        new UUID(1, 2),
        "user:created",
        AT,
        AT,
        Map.of(),
        PersonEvent.ContactPatch.NONE,
        null,
        0,
        false);
  }

  private static Instance instance(Status status, String node, String error) {
    return new Instance(
        ID,
        "ada",
        "welcome",
        3,
        new UUID(1, 2),
        "user:created",
        "a@b.c",
        Map.of(),
        1,
        status,
        node,
        2,
        0,
        null,
        null,
        error,
        AT,
        AT,
        null,
        null,
        List.of());
  }

  @Test
  void shouldTellAllThatCameOfAnEvent() {
    // given
    JournalRecord record =
        new JournalRecord(
            "ada", "events", 5, 42L, 7, null, AT, new Stimulus.EventReceived(event()), all());

    // then
    assertThat(text(record))
        .isEqualTo(
            """
            {"userId":"ada","source":"events","partition":5,"offset":42,"registry":7,\
            "clock":"2026-01-15T10:30:00.120Z",\
            "stimulus":{"eventId":"00000000-0000-0001-0000-000000000002","event":"user:created"},\
            "moves":[{"stateId":"ID","journeyId":"welcome","version":3,"to":"nap",\
            "status":"waiting"},\
            {"stateId":"ID","journeyId":"welcome","version":3,"from":"start",\
            "fromStatus":"active","to":"nap","status":"failed",\
            "error":"no \\"luck\\" \\uD83D\\uDE00"}],\
            "entries":[{"journeyId":"welcome","outcome":"entered"},\
            {"journeyId":"other","outcome":"rejected","reason":"already_active"}],\
            "effects":[{"effect":"contact"},\
            {"effect":"send","sendId":"ID:start:1","attempt":2,"template":"activation/welcome"},\
            {"effect":"send","sendId":"ID:start:1","attempt":1,"url":"https://x.y"},\
            {"effect":"emit","event":"done"},\
            {"effect":"goal","journeyId":"welcome","control":true},\
            {"effect":"engagement","sendId":"ID:start:1"},\
            {"effect":"report","sendId":"ID:start:1"},\
            {"effect":"fault","error":"engine_error in step 'x': IllegalStateException: boom"},\
            {"effect":"after_exit"}]}"""
                .replace("ID\"", ID + "\"")
                .replace("ID:", ID + ":"));
  }

  @Test
  void shouldTellWhichSendsDidNotGoOutAndWhy() {
    // given
    Instance before =
        instance(Status.ACTIVE, "start", null)
            .withLogEntry(null, "start", StandardAction.ENTERED, null, AT);
    Instance held =
        before.withLogEntry(
            "start", "start", StandardAction.SEND_HELD, Map.of("reason", "quiet_hours"), AT);
    Instance skipped =
        held.withLogEntry(
            "start", "nap", StandardAction.SEND_SKIPPED, Map.of("reason", "unsubscribed"), AT);
    Decision decision =
        Decision.builder().changes(List.of(new Decision.Change(before, skipped))).build();

    // then
    assertThat(
            text(
                new JournalRecord(
                    "ada",
                    "timer",
                    null,
                    null,
                    1,
                    40L,
                    AT,
                    new Stimulus.OutcomeOverdue(ID, AT),
                    decision)))
        .contains(
            """
            "effects":[\
            {"effect":"send_held","stateId":"ID","step":"start","reason":"quiet_hours"},\
            {"effect":"send_skipped","stateId":"ID","step":"start","reason":"unsubscribed"}]\
            """
                .replace("ID", ID.toString()));
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        arguments(
            new Stimulus.TimerDue(ID, Instant.parse("2026-01-15T10:30:00Z")),
            "{\"timer\":\"2026-01-15T10:30:00Z\",\"stateId\":\"" + ID + "\"}"),
        arguments(
            new Stimulus.OutcomeOverdue(ID, AT),
            "{\"overdue\":\"" + ID + "\",\"listeningSince\":\"" + AT + "\"}"),
        arguments(
            new Stimulus.OutcomeReceived(
                SEND, new OutcomeCame(1, OutcomeCame.Result.retry, null, null)),
            "{\"sendId\":\"" + SEND + "\",\"attempt\":1,\"result\":\"retry\"}"),
        arguments(
            new Stimulus.CancelRequested(ID, "operator"),
            "{\"command\":\"cancel\",\"stateId\":\"" + ID + "\",\"by\":\"operator\"}"),
        arguments(
            new Stimulus.PreferencesChanged(new PreferencesPatch(null, true, null, null, null)),
            "{\"command\":\"preferences\"}"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void shouldLeaveOutWhatThereIsNothingOf(Stimulus cause, String stimulus) {
    assertThat(text(new JournalRecord("ada", "timer", null, null, -1, null, AT, cause, LEAST)))
        .isEqualTo(
            "{\"userId\":\"ada\",\"source\":\"timer\",\"registry\":-1,"
                + "\"clock\":\"2026-01-15T10:30:00.120Z\",\"stimulus\":"
                + stimulus
                + "}");
  }

  private static String text(JournalRecord record) {
    return new String(record.bytes(), StandardCharsets.UTF_8);
  }
}
