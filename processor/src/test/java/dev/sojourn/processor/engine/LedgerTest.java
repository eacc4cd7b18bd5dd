package dev.sojourn.processor.engine;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.counter.VersionQueries.StepView;
import dev.sojourn.processor.counter.VersionQueries.VersionView;
import dev.sojourn.processor.counter.VersionQueries.VersionsOf;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.DeadLetterView;
import dev.sojourn.processor.query.QueryResult.JourneyCounts;
import dev.sojourn.processor.query.QueryResult.LogView;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.topic.Partitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever events and operators do, the counters match the instances, and so does the journal;
 * timers and held-send rows are exactly those of the instances that have one.
 */
class LedgerTest {

  private static final String JOURNEY = "j";
  private static final int PERSONS = 6;

  /** Counted of events and outcomes, and of people who never entered: not of what is stored. */
  private static final Set<String> KEPT =
      Set.of(CounterKey.AFTER_EXIT, CounterKey.CLAMPED, CounterKey.ERASED, CounterKey.GOAL_CONTROL);

  /** Two definitions, so that a history has several versions. */
  private static final List<String> DEFINITIONS =
      List.of(definition("PT1H", "fail"), definition("PT2H", "continue"));

  private static String definition(String timeout, String onFailure) {
    return """
      {'id':'j','trigger':{'event':'go'},'entryLimit':'unlimited','exitOn':[{'event':'leave'}],
       'maxDuration':'PT3H','goal':{'event':'paid','window':{'days':1}},'holdout':{'percent':20},
       'steps':[{'id':'mail','type':'send','channel':'email','template':'hello','onFailure':'%s','next':'wait'},
                {'id':'wait','type':'wait_for_event','event':'paid','timeout':'%s','next':'done',
                 'timeoutNext':'again'},
                {'id':'again','type':'send','channel':'email','template':'hello','next':'done'},
                {'id':'done','type':'complete'}]}
      """
        .formatted(onFailure, timeout);
  }

  /** What is done; each kind uses the number as it needs. */
  record Action(Kind kind, int number) {}

  enum Kind {
    GO,
    PAID,
    LEAVE,
    REPEAT,
    SENT,
    FAILED,
    RETRY,
    TIME,
    TOGGLE,
    CANCEL,
    CANCEL_MANY,
    REPLAY,
    HOLD,
    RELEASE,
    REVIVE,
    PUBLISH,
    OPENED,
    CLICKED,
    ERASE
  }

  @Provide
  Arbitrary<List<Action>> histories() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(30, Kind.GO),
            Tuple.of(15, Kind.PAID),
            Tuple.of(8, Kind.LEAVE),
            Tuple.of(5, Kind.REPEAT),
            Tuple.of(20, Kind.SENT),
            Tuple.of(6, Kind.FAILED),
            Tuple.of(5, Kind.RETRY),
            Tuple.of(8, Kind.TIME),
            Tuple.of(2, Kind.TOGGLE),
            Tuple.of(6, Kind.CANCEL),
            Tuple.of(1, Kind.CANCEL_MANY),
            Tuple.of(4, Kind.REPLAY),
            Tuple.of(2, Kind.HOLD),
            Tuple.of(3, Kind.RELEASE),
            Tuple.of(4, Kind.REVIVE),
            Tuple.of(2, Kind.PUBLISH),
            Tuple.of(6, Kind.OPENED),
            Tuple.of(4, Kind.CLICKED),
            Tuple.of(1, Kind.ERASE));
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 999))
        .as(Action::new)
        .list()
        .ofMaxSize(400);
  }

  @Property(tries = 150, seed = "42", edgeCases = EdgeCasesMode.NONE)
  void shouldKeepBooksThatAgree(@ForAll("histories") List<Action> history) {
    try (World world = new World()) {
      history.forEach(world::live);
      world.thenTheBooksAgree();
      world.thenErasingEverybodyTakesBackWhatWasCountedOfThem();
    }
  }

  private static final class World implements AutoCloseable {

    private final EngineHarness engine = new EngineHarness();
    private final List<SendAction> out = new ArrayList<>();
    private final List<SendAction> sent = new ArrayList<>();
    private final Map<String, String> journal = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Set<String> erased = new HashSet<>();
    private int events;
    private int jobs;
    private int replays;

    World() {
      engine.givenTemplate("hello");
      engine.givenJourney(DEFINITIONS.get(0));
    }

    void live(Action action) {
      String user = "person-" + action.number() % PERSONS;
      switch (action.kind()) {
        case GO -> happens(user, "go", events++);
        case PAID -> happens(user, "paid", events++);
        case LEAVE -> happens(user, "leave", events++);
        case REPEAT -> happens(user, "go", Math.max(0, events - 1));
        case SENT -> told(action.number(), OutcomeCame.Result.sent);
        case FAILED -> told(action.number(), OutcomeCame.Result.failed);
        case RETRY -> told(action.number(), OutcomeCame.Result.retry);
        case TIME -> engine.after(Duration.ofMinutes(action.number() % 90));
        case TOGGLE -> engine.command(new Command.ToggleJourney(JOURNEY, action.number() % 3 > 0));
        case CANCEL -> cancel(user);
        case CANCEL_MANY -> cancelMany(action.number() % 4 + 1);
        case REPLAY -> replay(user);
        case HOLD -> engine.command(new Command.HoldSends(held(action.number()), true, 100));
        case RELEASE -> engine.command(new Command.HoldSends(held(action.number()), false, 100));
        case REVIVE -> revive(action.number());
        case PUBLISH -> engine.givenJourney(DEFINITIONS.get(action.number() % 2));
        case OPENED -> touched(action.number(), "email.opened");
        case CLICKED -> touched(action.number(), "email.clicked");
        case ERASE -> erase(user);
      }
      out.addAll(engine.actions());
      engine.journal().forEach(this::note);
    }

    private static String held(int number) {
      return number % 2 == 0 ? JOURNEY : Hold.ALL;
    }

    private void happens(String user, String event, int uuid) {
      engine.raw(
          engine.now(),
          "{'uuid':'%d','event':'%s','distinct_id':'%s','email':'a@b.c','properties':{}}"
              .formatted(uuid, event, user));
    }

    private void told(int number, OutcomeCame.Result result) {
      if (!out.isEmpty()) {
        SendAction send = out.remove(number % out.size());
        engine.outcome(send, result, "no");
        if (result == OutcomeCame.Result.sent) {
          sent.add(send);
        }
      }
    }

    private void touched(int number, String event) {
      if (!sent.isEmpty()) {
        SendAction send = sent.get(number % sent.size());
        engine.when(send.userId(), event, "{'sendId':'%s'}".formatted(send.sendId()));
      }
    }

    private void cancel(String user) {
      engine.states(user, JOURNEY).stream()
          .findFirst()
          .flatMap(state -> InstanceId.parse(state.id()))
          .ifPresent(id -> engine.command(new Command.CancelInstance(user, id, "somebody")));
    }

    private void cancelMany(int most) {
      CancelJob job =
          new CancelJob(
              "job-" + jobs++, JOURNEY, null, null, null, most, Map.of(0, most), "somebody");
      engine.command(new Command.CancelStates(job));
      engine.after(Duration.ZERO);
    }

    private void replay(String user) {
      int uuid = Math.max(0, events - 1);
      engine.command(
          new Command.ReplayEvent(
              user,
              EventIds.derive(Partitions.hash(user), user, Integer.toString(uuid)),
              engine.now(),
              "replay-" + replays++,
              "{\"uuid\":\"%d\",\"event\":\"go\",\"distinct_id\":\"%s\",\"properties\":{}}"
                  .formatted(uuid, user)));
    }

    private void revive(int number) {
      List<DeadLetterView> pending =
          engine.ask(new Query.DeadLetters("journey", "pending", null, 100)).entries();
      if (!pending.isEmpty()) {
        long offset = pending.get(number % pending.size()).offset();
        engine.command(new Command.RetryDeadLetter(0, offset, "somebody", null));
      }
    }

    private void erase(String user) {
      if (engine.command(new Command.EraseContact(user, "AAECAwQFBgcICQoLDA0ODw==")).rejection()
          == null) {
        erased.add(user);
      }
    }

    /** The journal keeps its records, but an erased person's instances are gone. */
    private void note(JsonNode record) {
      for (JsonNode move : record.path("moves")) {
        journal.put(move.path("stateId").asText(), move.path("status").asText());
        owners.put(move.path("stateId").asText(), record.path("userId").asText());
      }
    }

    void thenTheBooksAgree() {
      List<StateView> states = engine.ask(new Query.States(JOURNEY, null, null, 10_000)).states();
      Map<String, Long> instances =
          states.stream().collect(groupingBy(StateView::status, counting()));
      JourneyCounts counters = engine.counts().getOrDefault(JOURNEY, JourneyCounts.NONE);
      assertThat(counters.active()).isEqualTo(instances.getOrDefault("active", 0L));
      assertThat(counters.waiting()).isEqualTo(instances.getOrDefault("waiting", 0L));
      assertThat(counters.completed()).isEqualTo(instances.getOrDefault("completed", 0L));
      assertThat(counters.failed()).isEqualTo(instances.getOrDefault("failed", 0L));
      assertThat(counters.exited()).isEqualTo(instances.getOrDefault("exited", 0L));
      thenTheVersionsAddUpToTheJourney(counters);
      thenTheStepsAreThoseOfTheLogs(states);
      journal.keySet().removeIf(state -> erased.contains(owners.get(state)));
      assertThat(journal.values().stream().collect(groupingBy(status -> status, counting())))
          .isEqualTo(instances);
      thenEveryoneIsOnceInALiveInstanceAtMost(states);
      thenEveryTimerIsSomebodys(states);
    }

    private void thenTheVersionsAddUpToTheJourney(JourneyCounts journey) {
      JourneyCounts sum = JourneyCounts.NONE;
      for (VersionView version : versions()) {
        sum =
            sum.plus(
                new JourneyCounts(
                    version.active(),
                    version.waiting(),
                    version.completed(),
                    version.failed(),
                    version.exited(),
                    version.durationMs()));
        long present = version.steps().stream().mapToLong(StepView::active).sum();
        assertThat(present).isEqualTo(version.active() + version.waiting());
      }
      assertThat(sum).isEqualTo(journey);
    }

    private List<VersionView> versions() {
      return engine.ask(new VersionsOf(JOURNEY)).versions();
    }

    /** Counted here by what an operator reads: where states are, and the entries of their logs. */
    private void thenTheStepsAreThoseOfTheLogs(List<StateView> states) {
      Map<String, Long> expected = new TreeMap<>();
      for (StateView state : states) {
        if (state.status().equals("active") || state.status().equals("waiting")) {
          expected.merge(state.currentNodeId() + " active", 1L, Long::sum);
        }
        InstanceId id = InstanceId.parse(state.id()).orElseThrow();
        for (LogView entry : engine.ask(new Query.State(id)).logs()) {
          String from = entry.fromNodeId();
          switch (entry.action()) {
            case "entered", "retried" -> {}
            case "completed" -> expected.merge("done completed", 1L, Long::sum);
            case "failed" -> expected.merge(from + " failed", 1L, Long::sum);
            case "exited", "cancelled" -> expected.merge(from + " left", 1L, Long::sum);
            default -> {
              // An outcome after the end, a hold and a goal move nobody.
              if (entry.toNodeId() != null && !entry.toNodeId().equals(from)) {
                expected.merge(from + " completed", 1L, Long::sum);
                if (entry.action().equals("send_failed")) {
                  expected.merge(from + " deliveryFailed", 1L, Long::sum);
                } else if (entry.action().equals("send_skipped")) {
                  expected.merge(from + " skipped", 1L, Long::sum);
                }
              }
            }
          }
        }
      }
      Map<String, Long> counted = new TreeMap<>();
      for (VersionView version : versions()) {
        for (StepView step : version.steps()) {
          counted.merge(step.step() + " active", step.active(), Long::sum);
          counted.merge(step.step() + " completed", step.completed(), Long::sum);
          counted.merge(step.step() + " failed", step.failed(), Long::sum);
          counted.merge(step.step() + " left", step.left(), Long::sum);
          counted.merge(step.step() + " skipped", step.skipped(), Long::sum);
          counted.merge(step.step() + " deliveryFailed", step.deliveryFailed(), Long::sum);
        }
      }
      counted.values().removeIf(count -> count == 0);
      assertThat(counted).isEqualTo(expected);
    }

    /** What is counted of decisions adds up to what is stored, which erasing subtracts. */
    void thenErasingEverybodyTakesBackWhatWasCountedOfThem() {
      for (int person = 0; person < PERSONS; person++) {
        engine.command(
            "erase-" + person,
            new Command.EraseContact("person-" + person, "AAECAwQFBgcICQoLDA0ODw=="));
      }
      Map<String, Long> left = new HashMap<>();
      engine
          .ask(new Query.Totals())
          .journeys()
          .forEach(
              (journey, counters) ->
                  counters.forEach(
                      (name, count) -> {
                        if (count != 0 && !KEPT.contains(name)) {
                          left.put(journey + " " + name, count);
                        }
                      }));
      assertThat(left).isEmpty();
      assertThat(versions())
          .allSatisfy(
              version ->
                  assertThat(version)
                      .isEqualTo(
                          new VersionView(
                              version.version(),
                              0,
                              0,
                              0,
                              0,
                              0,
                              0,
                              0,
                              version.steps().stream()
                                  .map(step -> new StepView(step.step(), 0, 0, 0, 0, 0, 0))
                                  .toList())));
    }

    private static void thenEveryoneIsOnceInALiveInstanceAtMost(List<StateView> states) {
      assertThat(
              states.stream()
                  .filter(
                      state -> state.status().equals("active") || state.status().equals("waiting"))
                  .map(StateView::userId))
          .doesNotHaveDuplicates();
    }

    private void thenEveryTimerIsSomebodys(List<StateView> states) {
      long live =
          states.stream()
              .filter(state -> state.completedAt() == null)
              .filter(state -> state.status().equals("active") || state.status().equals("waiting"))
              .count();
      // Each can wait for three hours at most, so each has a timer.
      assertThat(engine.rows("timers")).isEqualTo(live);
      long heldNow = engine.total(JOURNEY, CounterKey.HELD);
      assertThat(heldNow).isLessThanOrEqualTo(live);
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
