package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Park;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.registry.RegisteredJourney;
import dev.sojourn.processor.row.CounterKey;
import dev.sojourn.processor.store.TaskStores;
import dev.sojourn.processor.timer.Alarm;
import dev.sojourn.processor.timer.Alarms;
import dev.sojourn.processor.timer.Frontier;
import dev.sojourn.topics.journal.Cause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Slow rounds over what nothing else looks after: sends whose outcome never came, refusals and
 * answers past their time. A round runs only when there may be something to do, in slices.
 */
final class Housekeeping {

  private static final Duration BETWEEN_ROUNDS = Decider.ASKED_AGAIN_AFTER;
  private static final Duration BETWEEN_SLICES = Duration.ofMillis(100);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
  private static final Duration RECENTLY = Duration.ofMinutes(1);
  private static final int SLICE = 500;

  private final TaskStores stores;
  private final PersonDesk desk;
  private final Frontier frontier;
  private final Silence silence;
  private final InstantSource wall;
  private final Alarm alarm;
  private final Deque<String> journeys = new ArrayDeque<>();
  private @Nullable InstanceId lookedAt;
  private boolean inRound;
  private boolean refusalsDone;
  private boolean commandsDone;
  private boolean deadLettersDone;
  private boolean jobsDone;
  private boolean auditDone;
  private @Nullable Instant listeningSince;
  private boolean awake;

  Housekeeping(
      ProcessorContext<?, ?> context,
      TaskStores stores,
      PersonDesk desk,
      Frontier frontier,
      Silence silence,
      InstantSource wall,
      Alarms alarms) {
    this.stores = stores;
    this.desk = desk;
    this.frontier = frontier;
    this.silence = silence;
    this.wall = wall;
    this.alarm = new Alarm(context, wall, alarms, this::slice);
  }

  /** Never runs again. */
  void stop() {
    alarm.cancel();
  }

  /** There may be something to do, not at once. */
  void wake() {
    if (!awake) {
      awake = true;
      alarm.notLaterThan(wall.millis() + BETWEEN_ROUNDS.toMillis());
    }
  }

  private void slice() {
    Instant now = wall.instant();
    if (!inRound) {
      if (!isListening(now)) {
        frontier.ask();
        alarm.notLaterThan(now.plus(BETWEEN_LOOKS).toEpochMilli());
        return;
      }
      begin();
    }
    refusalsDone = refusalsDone || stores.refusals.expire(now, SLICE);
    commandsDone = commandsDone || stores.commands.expire(now, SLICE);
    deadLettersDone = deadLettersDone || stores.deadLetters.expire(now, SLICE);
    jobsDone = jobsDone || stores.jobs.expire(now, SLICE);
    auditDone = auditDone || stores.audit.expire(now, SLICE);
    if (!journeys.isEmpty() && !silence.isAsking(now)) {
      lookAt(journeys.getFirst(), now);
    }
    if (refusalsDone
        && commandsDone
        && deadLettersDone
        && jobsDone
        && auditDone
        && journeys.isEmpty()) {
      inRound = false;
      awake = false;
      if (anySendOut()) {
        wake();
      }
    } else {
      alarm.notLaterThan(wall.millis() + BETWEEN_SLICES.toMillis());
    }
  }

  /**
   * Whether nothing that arrived some time ago is unread. While there is a backlog, the outcomes of
   * sends stand behind it: that nothing has come of them says nothing.
   */
  private boolean isListening(Instant now) {
    OptionalLong read = frontier.readUpTo();
    boolean listening = read.isPresent() && read.getAsLong() >= now.minus(RECENTLY).toEpochMilli();
    if (!listening) {
      listeningSince = null;
    } else if (listeningSince == null) {
      listeningSince = now;
    }
    return listening;
  }

  private void begin() {
    inRound = true;
    refusalsDone = false;
    commandsDone = false;
    deadLettersDone = false;
    jobsDone = false;
    auditDone = false;
    lookedAt = null;
    silence.newRound();
    desk.registry().journeys().stream()
        .map(RegisteredJourney::id)
        .filter(this::hasSendsOut)
        .forEach(journeys::add);
  }

  private boolean anySendOut() {
    return desk.registry().journeys().stream().anyMatch(journey -> hasSendsOut(journey.id()));
  }

  private boolean hasSendsOut(String journeyId) {
    return stores.counters.get(new CounterKey(journeyId, Status.ACTIVE.json())) > 0;
  }

  private void lookAt(String journeyId, Instant now) {
    List<InstanceId> live = stores.instances.liveAfter(journeyId, lookedAt, SLICE);
    Instant judged = silence.judged(now);
    List<Instance> silent =
        live.stream()
            .flatMap(id -> stores.instances.get(id).stream())
            .filter(instance -> isSilent(instance, judged))
            .toList();
    if (!silent.isEmpty()) {
      silence.ask(now);
      if (silence.isAsking(now)) {
        // Looked at again when it is known.
        return;
      }
      silence.since(now).ifPresent(since -> silent.forEach(one -> ask(one, since, now)));
    }
    if (live.size() < SLICE) {
      journeys.removeFirst();
      lookedAt = null;
    } else {
      lookedAt = live.get(live.size() - 1);
    }
  }

  private boolean isSilent(Instance instance, Instant judged) {
    return instance.park() instanceof Park.Sending sending
        && sending.out()
        && !judged.isBefore(sending.since().plus(Decider.ASKED_AGAIN_AFTER));
  }

  private void ask(Instance instance, Instant silentSince, Instant now) {
    // Asked for in the time of the log, but heard of in the time of the wall.
    Instant heard = listeningSince == null ? now : listeningSince;
    Instant listening = heard.isAfter(silentSince) ? heard : silentSince;
    PersonReader person = desk.person(instance.userId());
    Decision decision =
        desk.guarded(
            person,
            instance.id(),
            now,
            () -> desk.decider().onSilence(person, instance.id(), listening, desk.registry(), now));
    desk.write(person, null, new Cause.NothingHeard(instance.id()), now, decision);
  }
}
