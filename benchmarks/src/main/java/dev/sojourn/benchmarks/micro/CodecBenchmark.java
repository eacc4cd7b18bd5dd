package dev.sojourn.benchmarks.micro;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.person.ActiveInstance;
import dev.sojourn.journeys.person.EntryHistory;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.instance.InstanceRow;
import dev.sojourn.processor.person.PersonSummaryRow;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.journal.JournalRecord;
import dev.sojourn.topics.json.JsonValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Benchmark of encoding and decoding the records and rows of a decision. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class CodecBenchmark {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00.120Z");
  private static final String USER = "user_abc123";
  private static final InstanceId ID = InstanceId.of(NOW.toEpochMilli(), 7, 9);
  private static final UUID EVENT = UUID.fromString("01982f5e-3c1a-8000-8000-000000000001");
  private static final SendId SEND = new SendId(ID, "welcome-mail", 1);

  private final Map<String, Object> contact = contact();
  private final Instance instance = instance();
  private final PersonSummary summary = summary();
  private final SendAction action =
      new SendAction(
          SEND,
          1,
          USER,
          "email",
          "ada@example.org",
          new SendAction.Templated("activation/welcome", "5f2a1c9d7e", "news"),
          "onboarding",
          "Onboarding",
          "user:signed_up",
          instance.context(),
          contact,
          NOW);
  private final SendOutcome outcome =
      new SendOutcome(SEND, 1, USER, OutcomeCame.Result.sent, null, null, null);
  private final JournalRecord journal = journal();

  private final byte[] contactBytes = JsonValues.bytes(contact);
  private final byte[] instanceBytes = InstanceRow.pack(instance);
  private final byte[] headBytes = PersonSummaryRow.pack(summary);
  private final byte[] actionBytes = action.bytes();
  private final byte[] outcomeBytes = outcome.bytes();

  private static Map<String, Object> contact() {
    Map<String, Object> contact = new LinkedHashMap<>();
    contact.put("email", "ada@example.org");
    contact.put("first_name", "Ada");
    contact.put("last_name", "Lovelace");
    contact.put("plan", "pro");
    contact.put("seats", 12);
    contact.put("score", 0.75);
    contact.put("created_at", "2025-11-03T08:00:00Z");
    contact.put("newsletter", true);
    contact.put("tags", List.of("beta", "early"));
    contact.put("company", Map.of("name", "Engines Ltd", "size", 40));
    return contact;
  }

  private static Instance instance() {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("plan", "pro");
    context.put("seats", 12);
    context.put("referrer", "https://example.org/pricing");
    context.put("trial", true);
    List<LogEntry> log = new ArrayList<>();
    String[] steps = {"welcome-mail", "nap", "activated", "tips-mail", "nap-2", "won"};
    for (int i = 0; i < steps.length; i++) {
      String from = i == 0 ? null : steps[i - 1];
      Instant at = NOW.plusSeconds(i * 3_600L);
      log.add(
          new LogEntry(
              2 * i + 1,
              from,
              steps[i],
              i == 0 ? StandardAction.ENTERED : StandardAction.WAITED,
              null,
              at));
      Map<String, Object> detail =
          i % 2 == 0 ? Map.of("template", "activation/welcome", "attempt", 1) : null;
      log.add(new LogEntry(2 * i + 2, steps[i], null, StandardAction.EMAIL_SENT, detail, at));
    }
    return new Instance(
        ID,
        USER,
        "onboarding",
        3,
        EVENT,
        "user:signed_up",
        "ada@example.org",
        context,
        1,
        Status.WAITING,
        "nap",
        6,
        0,
        new WaitState.Timer(NOW.plusSeconds(86_400)),
        null,
        null,
        NOW,
        NOW,
        null,
        null,
        log);
  }

  private static PersonSummary summary() {
    Map<String, EntryHistory> enrolments = new LinkedHashMap<>();
    List<ActiveInstance> live = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String journey = "journey-" + i;
      enrolments.put(journey, new EntryHistory(2, 2, NOW, NOW, NOW));
      InstanceId id = InstanceId.of(NOW.toEpochMilli(), 7, i);
      live.add(new ActiveInstance(id, journey, 1, List.of("user:activated"), NOW));
    }
    return new PersonSummary(USER, Preferences.DEFAULT, enrolments, live);
  }

  /** An entry that leads to a send. */
  private JournalRecord journal() {
    Template template =
        new Template("activation/welcome", "5f2a1c9d7e", "Hi", null, "news", "Hello");
    Decision decision =
        Decision.builder()
            .summary(summary)
            .changes(List.of(new Decision.Change(null, instance)))
            .sends(
                List.of(
                    new Decision.Send(
                        SEND,
                        1,
                        "email",
                        "ada@example.org",
                        new Decision.Templated(template, "news"),
                        instance,
                        "Onboarding",
                        contact)))
            .entries(List.of(new Decision.Entry("onboarding", null, ID)))
            .build();
    return new JournalRecord(
        USER,
        "events",
        3,
        123_456L,
        42,
        null,
        NOW,
        new Stimulus.EventReceived(
            new PersonEvent(
                EVENT,
                "user:signed_up",
                NOW,
                NOW,
                Map.of(),
                PersonEvent.ContactPatch.NONE,
                null,
                0,
                false)),
        decision);
  }

  @Benchmark
  public byte[] writeAction() {
    return action.bytes();
  }

  @Benchmark
  public SendAction readAction() {
    return SendAction.read(actionBytes);
  }

  @Benchmark
  public byte[] writeOutcome() {
    return outcome.bytes();
  }

  @Benchmark
  public SendOutcome readOutcome() {
    return SendOutcome.read(outcomeBytes);
  }

  @Benchmark
  public byte[] writeJournal() {
    return journal.bytes();
  }

  @Benchmark
  public byte[] packHead() {
    return PersonSummaryRow.pack(summary);
  }

  @Benchmark
  public PersonSummary unpackHead() {
    return PersonSummaryRow.unpack(USER, headBytes);
  }

  @Benchmark
  public byte[] packInstance() {
    return InstanceRow.pack(instance);
  }

  @Benchmark
  public Instance unpackInstance() {
    return InstanceRow.unpack(ID, instanceBytes);
  }

  @Benchmark
  public byte[] writeContact() {
    return JsonValues.bytes(contact);
  }

  @Benchmark
  public Map<String, Object> readContact() {
    return JsonValues.object(contactBytes);
  }
}
