package dev.sojourn.journeys.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.ActiveInstance;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.EventHistory;
import dev.sojourn.journeys.person.EventHistory.StoredEvent;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.journeys.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Keeps people in maps and applies decisions as the processor does: timers due before a stimulus
 * fire before it, and the summary is checked against each decision.
 */
final class JourneyHarness {

  static final Instant START = Instant.parse("2026-01-15T10:30:00Z");
  static final String ADA = "ada";

  private final Decider decider;
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final List<Decision.Send> sends = new ArrayList<>();
  private final List<Decision.EmittedEvent> emissions = new ArrayList<>();
  private final List<Decision.Fault> faults = new ArrayList<>();
  private Registry registry = Registry.EMPTY;
  private Instant clock = START;
  private Decision last = Decision.NOTHING;
  private final List<Decision.ReachedGoal> goals = new ArrayList<>();
  private final List<String> heldOut = new ArrayList<>();
  private final List<Decision.EngagementChange> touches = new ArrayList<>();
  private int outcomesAfterEnd;
  private int events;
  private @Nullable PersonEvent newest;

  JourneyHarness() {
    this(RetryPolicy.STANDARD);
  }

  JourneyHarness(RetryPolicy retries) {
    decider = new Decider(retries);
  }

  /** A person as stored. */
  private static final class Person implements PersonView {
    private final String userId;
    private final List<StoredEvent> stored = new ArrayList<>();
    private final Map<InstanceId, Instance> instances = new LinkedHashMap<>();
    private final Map<SendId, Engagement> engagements = new LinkedHashMap<>();
    private PersonSummary summary;
    private Contact contact = Contact.UNKNOWN;
    private int contactReads;

    private Person(String userId) {
      this.userId = userId;
      this.summary = PersonSummary.newcomer(userId);
    }

    @Override
    public String userId() {
      return userId;
    }

    @Override
    public int userHash() {
      return userId.hashCode();
    }

    @Override
    public PersonSummary summary() {
      return summary;
    }

    @Override
    public Contact contact() {
      contactReads++;
      return contact;
    }

    @Override
    public Optional<Instance> instance(InstanceId id) {
      return Optional.ofNullable(instances.get(id));
    }

    @Override
    public Engagement engagement(SendId send) {
      return engagements.getOrDefault(send, Engagement.NONE);
    }

    @Override
    public EventHistory history() {
      return (name, since) -> {
        // Store keys are milliseconds, so callers must not ask for a time they cannot represent.
        long from = since.toEpochMilli();
        return stored.stream()
            .filter(event -> event.name().equals(name))
            .filter(event -> event.occurredAt().toEpochMilli() >= from);
      };
    }
  }

  /** An event of a person. */
  record Happening(
      String userId,
      String name,
      Map<String, Object> properties,
      ContactPatch contact,
      @Nullable String email,
      Duration ago,
      int depth,
      boolean historical) {

    Happening of(String user) {
      return new Happening(user, name, properties, contact, email, ago, depth, historical);
    }

    Happening with(String property, Object value) {
      Map<String, Object> more = new LinkedHashMap<>(properties);
      more.put(property, value);
      return new Happening(userId, name, more, contact, email, ago, depth, historical);
    }

    Happening setting(String property, Object value) {
      Map<String, Object> set = new LinkedHashMap<>(contact.set());
      set.put(property, value);
      return patching(new ContactPatch(set, contact.setOnce(), contact.unset()));
    }

    Happening patching(ContactPatch patch) {
      return new Happening(userId, name, properties, patch, email, ago, depth, historical);
    }

    Happening from(@Nullable String address) {
      return new Happening(userId, name, properties, contact, address, ago, depth, historical);
    }

    /** Sets the event time to this long before the append time. */
    Happening ago(Duration before) {
      return new Happening(userId, name, properties, contact, email, before, depth, historical);
    }

    Happening atDepth(int chain) {
      return new Happening(userId, name, properties, contact, email, ago, chain, historical);
    }

    Happening imported() {
      return new Happening(userId, name, properties, contact, email, ago, depth, true);
    }
  }

  static Happening event(String name) {
    return new Happening(
        ADA, name, Map.of(), ContactPatch.NONE, "ada@example.com", Duration.ZERO, 0, false);
  }

  static Duration days(long count) {
    return Duration.ofDays(count);
  }

  static Duration hours(long count) {
    return Duration.ofHours(count);
  }

  static Duration minutes(long count) {
    return Duration.ofMinutes(count);
  }

  static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }

  static OutcomeCame sent() {
    return new OutcomeCame(1, OutcomeCame.Result.sent, null, null);
  }

  static OutcomeCame failedWith(String error) {
    return new OutcomeCame(1, OutcomeCame.Result.failed, error, null);
  }

  static OutcomeCame tryLater() {
    return new OutcomeCame(1, OutcomeCame.Result.retry, "busy", null);
  }

  static OutcomeCame unavailable() {
    return new OutcomeCame(1, OutcomeCame.Result.unavailable, "connection refused", null);
  }

  static OutcomeCame unavailableFor(Duration asked) {
    return new OutcomeCame(1, OutcomeCame.Result.unavailable, "breaker open", asked);
  }

  static OutcomeCame tryAfter(Duration asked) {
    return new OutcomeCame(1, OutcomeCame.Result.retry, "busy", asked);
  }

  /** One entry of a log, without its time. */
  static Tuple entry(
      @Nullable String from,
      @Nullable String to,
      String action,
      @Nullable Map<String, Object> detail) {
    return tuple(from, to, action, detail);
  }

  /** Sets the time before the first event. */
  JourneyHarness givenNow(Instant time) {
    clock = time;
    return this;
  }

  JourneyHarness givenJourney(JourneyDefinition journey) {
    return givenJourney(journey, State.ACTIVE, null);
  }

  /** Publishes a version, and those of its templates that are not published yet. */
  JourneyHarness givenJourney(JourneyDefinition journey, State state, @Nullable Boolean override) {
    int version = registry.journey(journey.id()).map(Journey::version).orElse(0) + 1;
    journey.steps().stream()
        .flatMap(step -> step.templates())
        .filter(key -> registry.template(key).isEmpty() && !key.startsWith("missing/"))
        .forEach(key -> givenTemplate(key, null, "Hello"));
    registry =
        registry
            .with(new JourneyVersion(journey.id(), version, "hash-" + version, journey))
            .with(
                new Journey(
                    journey.id(),
                    journey.title(),
                    Origin.FILE,
                    state,
                    override,
                    version,
                    Map.of(),
                    "file",
                    journey.isEnabled(),
                    clock));
    return this;
  }

  JourneyHarness givenTemplate(String key, @Nullable String category, String body) {
    registry = registry.with(new Template(key, "hash-of-" + key, "Subject", null, category, body));
    return this;
  }

  /** An operator holds all sends, or releases new ones. */
  JourneyHarness givenHold(boolean held) {
    registry = registry.with(new Hold(Hold.ALL, held, Hold.DEFAULT_PER_SECOND, clock));
    return this;
  }

  JourneyHarness givenSending(SendingPolicy policy) {
    registry = registry.with(policy);
    return this;
  }

  JourneyHarness givenPreferences(PreferencesPatch patch) {
    apply(person(ADA), decide(person(ADA), new Stimulus.PreferencesChanged(patch), clock));
    return this;
  }

  JourneyHarness givenContact(Map<String, Object> properties) {
    person(ADA).contact = new Contact(properties);
    return this;
  }

  /** A stored event of the past that no journey has processed. */
  JourneyHarness givenHistory(String name, Duration ago, Map<String, Object> properties) {
    person(ADA)
        .stored
        .add(
            new StoredEvent(
                EventIds.derive(1, ADA, "history" + events++), name, clock.minus(ago), properties));
    return this;
  }

  Decision when(Happening happening) {
    Person person = person(happening.userId());
    fireBefore(person, clock);
    PersonEvent event = personEvent(happening);
    Decision decision = decide(person, new Stimulus.EventReceived(event), event.receivedAt());
    assertThat(Decider.concerns(person.summary(), event.name(), registry) || unconcerned(decision))
        .as("an event that changes an instance concerns the head")
        .isTrue();
    apply(person, decision);
    newest = event;
    person.stored.add(
        new StoredEvent(event.id(), event.name(), event.occurredAt(), event.properties()));
    return decision;
  }

  private PersonEvent personEvent(Happening happening) {
    Person person = person(happening.userId());
    return new PersonEvent(
        EventIds.derive(person.userHash(), person.userId, "event" + events++),
        happening.name(),
        clock.minus(happening.ago()),
        clock,
        happening.properties(),
        happening.contact(),
        happening.email(),
        happening.depth(),
        happening.historical());
  }

  /** The newest event, for a test that processes it again later. */
  PersonEvent newest() {
    return Objects.requireNonNull(newest);
  }

  /** Retries a part of an event that threw an exception, now. */
  Decision again(PersonEvent event, EventPart part, String... decided) {
    PersonEvent now =
        new PersonEvent(
            event.id(),
            event.name(),
            event.occurredAt(),
            clock,
            event.properties(),
            event.contact(),
            event.email(),
            event.depth(),
            event.historical());
    return applied(
        decide(
            person(ADA), new Stimulus.EventRedriven(now, part, Set.of(decided)), now.receivedAt()));
  }

  /** Replays an event, now. */
  Decision replay(PersonEvent event) {
    PersonEvent now =
        new PersonEvent(
            event.id(),
            event.name(),
            event.occurredAt(),
            clock,
            event.properties(),
            ContactPatch.NONE,
            event.email(),
            0,
            false);
    return applied(
        decide(
            person(ADA), new Stimulus.EventReplayed(now, "replay" + events++), now.receivedAt()));
  }

  private static boolean unconcerned(Decision decision) {
    return decision.changes().isEmpty()
        && decision.entries().isEmpty()
        && decision.goals().isEmpty()
        && decision.engagementChanges().isEmpty();
  }

  /** Advances time; the log is read to its end, and due timers fire. */
  JourneyHarness after(Duration time) {
    pass(time);
    people.values().forEach(person -> fireBefore(person, clock.plusMillis(1)));
    return this;
  }

  /** Advances time without processing anything, as while the process is down. */
  JourneyHarness pass(Duration time) {
    clock = clock.plus(time);
    return this;
  }

  private void fireBefore(Person person, Instant limit) {
    for (int i = 0; i < 100; i++) {
      Optional<Instance> next =
          person.instances.values().stream()
              .filter(instance -> due(instance).isBefore(limit))
              .min(Comparator.comparing(JourneyHarness::due));
      if (next.isEmpty()) {
        return;
      }
      Instant due = due(next.get());
      Instant now = due.isAfter(clock) ? due : clock;
      Decision decision = decide(person, new Stimulus.TimerDue(next.get().id(), due), now);
      assertThat(decision.changes()).as("a timer of a live instance moves it").isNotEmpty();
      apply(person, decision);
    }
    throw new AssertionError("timers without end");
  }

  /** Timers are stored with their time in milliseconds. */
  static Instant due(Instance instance) {
    return instance.due().map(at -> Instant.ofEpochMilli(at.toEpochMilli())).orElse(Instant.MAX);
  }

  Decision timer(InstanceId id, Instant due) {
    return applied(decide(person(ADA), new Stimulus.TimerDue(id, due), clock));
  }

  /** The outcome of the last requested send. */
  Decision outcome(OutcomeCame outcome) {
    return outcome(lastSend(), outcome);
  }

  Decision outcome(Decision.Send send, OutcomeCame outcome) {
    return outcome(send.id(), send.attempt(), outcome);
  }

  Decision outcome(SendId send, int attempt, OutcomeCame outcome) {
    Person person =
        people.values().stream()
            .filter(one -> one.instances.containsKey(send.instance()))
            .findFirst()
            .orElse(person(ADA));
    fireBefore(person, clock);
    OutcomeCame ofAttempt =
        new OutcomeCame(attempt, outcome.result(), outcome.error(), outcome.retryAfter());
    Decision decision = decide(person, new Stimulus.OutcomeReceived(send, ofAttempt), clock);
    apply(person, decision);
    return decision;
  }

  /** The overdue-send sweep checks an instance whose outcome is missing. */
  Decision silence(InstanceId id) {
    return applied(decide(person(ADA), new Stimulus.OutcomeOverdue(id, Instant.EPOCH), clock));
  }

  /** Releases a held send. */
  Decision release(InstanceId id) {
    return applied(decide(person(ADA), new Stimulus.HoldReleased(id), clock));
  }

  Decision cancel(InstanceId id) {
    return applied(decide(person(ADA), new Stimulus.CancelRequested(id, "operator"), clock));
  }

  Decision retry(InstanceId id) {
    return applied(decide(person(ADA), new Stimulus.RetryRequested(id, "operator"), clock));
  }

  /** From now on decisions know no journey, as after the removal of all. */
  void forgetJourneys() {
    registry = Registry.EMPTY;
  }

  /** Explains what an event would do for a journey; nothing is stored. */
  Explanation explain(Happening happening, String journeyId) {
    return decider.explain(
        person(happening.userId()),
        personEvent(happening),
        registry.journey(journeyId).orElseThrow(),
        Knowledge.of(registry));
  }

  private Decision decide(PersonView person, Stimulus stimulus, Instant now) {
    return decider.decide(person, stimulus, Knowledge.of(registry), now);
  }

  private Decision applied(Decision decision) {
    apply(person(ADA), decision);
    return decision;
  }

  private void apply(Person person, Decision decision) {
    last = decision;
    for (Decision.Change change : decision.changes()) {
      InstanceId id = change.after().id();
      assertThat(change.before()).isEqualTo(person.instances.get(id));
      person.instances.put(id, change.after());
    }
    decision.summary().ifPresent(summary -> person.summary = summary);
    decision.contact().ifPresent(contact -> person.contact = contact);
    sends.addAll(decision.sends());
    emissions.addAll(decision.emitted());
    faults.addAll(decision.faults());
    outcomesAfterEnd += decision.outcomesAfterEnd();
    goals.addAll(decision.goals());
    heldOut.addAll(decision.heldOut());
    touches.addAll(decision.engagementChanges());
    decision
        .engagementChanges()
        .forEach(touch -> person.engagements.put(touch.send(), touch.engagement()));
    headKnowsTheLiving(person);
  }

  private void headKnowsTheLiving(Person person) {
    assertThat(person.summary.live().stream().map(ActiveInstance::id))
        .containsExactlyInAnyOrderElementsOf(
            person.instances.values().stream()
                .filter(instance -> instance.status().isLive())
                .map(Instance::id)
                .toList());
    for (ActiveInstance live : person.summary.live()) {
      Instance instance = person.instance(live.id()).orElseThrow();
      assertThat(live.subscribedEvents())
          .containsAll(EventSubscriptions.eventsOf(instance, registry));
      Instant due = due(instance);
      if (!due.equals(Instant.MAX)) {
        assertThat(live.due()).isNotNull().isBeforeOrEqualTo(due);
      }
    }
  }

  private Person person(String userId) {
    return people.computeIfAbsent(userId, Person::new);
  }

  Instant now() {
    return clock;
  }

  Registry registry() {
    return registry;
  }

  PersonSummary summary() {
    return person(ADA).summary;
  }

  Contact contact() {
    return person(ADA).contact;
  }

  int contactReads() {
    return person(ADA).contactReads;
  }

  List<Decision.Fault> faults() {
    return faults;
  }

  List<Decision.EmittedEvent> emissions() {
    return emissions;
  }

  int outcomesAfterEnd() {
    return outcomesAfterEnd;
  }

  List<Decision.ReachedGoal> goals() {
    return goals;
  }

  List<Decision.EngagementChange> touches() {
    return touches;
  }

  List<String> heldOut() {
    return heldOut;
  }

  Decision.Send lastSend() {
    assertThat(sends).as("something was sent").isNotEmpty();
    return sends.get(sends.size() - 1);
  }

  List<Decision.Send> sends() {
    return sends;
  }

  List<Instance> instances(String userId, String journeyId) {
    return person(userId).instances.values().stream()
        .filter(instance -> instance.journeyId().equals(journeyId))
        .toList();
  }

  /** The newest instance of the journey. */
  Instance instance(String journeyId) {
    List<Instance> all = instances(ADA, journeyId);
    assertThat(all).as("an instance of " + journeyId).isNotEmpty();
    return all.get(all.size() - 1);
  }

  static String templateOf(Decision.Send send) {
    return ((Decision.Templated) send.content()).template().key();
  }

  void thenSent(String... templates) {
    assertThat(sends).extracting(JourneyHarness::templateOf).containsExactly(templates);
  }

  void thenEntered(String journeyId) {
    assertThat(last.entries())
        .filteredOn(entry -> entry.journeyId().equals(journeyId))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.reason()).isNull();
              assertThat(person(ADA).instances).containsKey(entry.instance());
            });
  }

  void thenRefused(String journeyId, RefusalReason reason) {
    assertThat(last.entries()).contains(new Decision.Entry(journeyId, reason, null));
    assertThat(last.changes())
        .filteredOn(change -> change.before() == null)
        .extracting(change -> change.after().journeyId())
        .doesNotContain(journeyId);
  }

  void thenStands(String journeyId, Status status, String node) {
    assertThat(instance(journeyId).status()).isEqualTo(status);
    assertThat(instance(journeyId).node()).isEqualTo(node);
  }

  /** Why the newest instance did not send; null when it did, or has not tried yet. */
  @Nullable String skipped(String journey) {
    for (LogEntry line : instance(journey).log()) {
      Map<String, Object> detail = line.detail();
      if (line.action() == StandardAction.SEND_SKIPPED && detail != null) {
        return String.valueOf(detail.get("reason"));
      }
    }
    return null;
  }

  void thenSkipped(String journeyId, String reason) {
    assertThat(skipped(journeyId)).isEqualTo(reason);
    thenStands(journeyId, Status.COMPLETED, "s");
  }

  void thenLog(String journeyId, Tuple... entries) {
    List<LogEntry> log = instance(journeyId).log();
    assertThat(log)
        .extracting(LogEntry::from, LogEntry::to, entry -> entry.action().word(), LogEntry::detail)
        .containsExactly(entries);
    for (int i = 0; i < log.size(); i++) {
      assertThat(log.get(i).number()).isEqualTo(i + 1);
    }
  }
}
