package dev.sojourn.processor.meter;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogEntry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Meters of all tasks of a process since it started. Safe for any number of threads.
 *
 * <p>Meters are not exact: they count a decision before its transaction commits. A decision that a
 * crash rolls back is made and counted again, and meters start at zero with each process. Exact
 * numbers are in the counters store, which is part of the transaction.
 */
public final class EngineMeters implements Meters {

  private static final String SKIPPED = "send_skipped";

  private final Map<Taken, LongAdder> events = new EnumMap<>(Taken.class);
  private final LatenessMeter lateness = new LatenessMeter();
  private final LabelledMeter decisions =
      new LabelledMeter(
          "sojourn_decisions",
          "Evaluations of a journey's trigger.",
          "journey",
          "outcome",
          "reason");
  private final LabelledMeter ended =
      new LabelledMeter(
          "sojourn_instances_ended", "Instances that came to an end.", "journey", "status");
  private final LabelledMeter sends =
      new LabelledMeter(
          "sojourn_sends", "Attempts to send that delivery was asked for.", "channel");
  private final LabelledMeter outcomes =
      new LabelledMeter(
          "sojourn_send_outcomes",
          "What delivery reported; what moved nothing, such as a repeat, is ignored.",
          "channel",
          "result");
  private final LabelledMeter skipped =
      new LabelledMeter("sojourn_sends_skipped", "Sends that a gate held back for good.", "reason");
  private final LabelledMeter deadLetters =
      new LabelledMeter(
          "sojourn_dead_letters", "Dead letters that were listed.", "source", "reason");
  private final LabelledMeter commands =
      new LabelledMeter(
          "sojourn_commands", "Commands by the status of their answer.", "type", "status");

  /** Disposition of an event that was read. */
  public enum Taken {
    /** Relevant to the person, and decided. */
    DECIDED,
    /** Not relevant to the person, and only stored. */
    STORED,
    /** A duplicate, which changed nothing. */
    REPEAT,
    /** Rerouted to the partition that owns its person. */
    REROUTED,
    /** Invalid, or rerouted before, and written to the dead letters. */
    INVALID;

    String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public EngineMeters() {
    for (Taken what : Taken.values()) {
      events.put(what, new LongAdder());
    }
  }

  /** Counts an event that was read. Costs one increment: most events cost little more in all. */
  public void event(Taken what) {
    Objects.requireNonNull(events.get(what)).increment();
  }

  /** Counts a decision that was written. */
  public void decided(Decision decision) {
    decision.entries().forEach(this::evaluated);
    decision.sends().forEach(send -> sends.increment(send.channel()));
    decision.changes().forEach(this::moved);
  }

  private void evaluated(Decision.Entry entry) {
    RefusalReason reason = entry.reason();
    if (reason == null) {
      decisions.increment(entry.journeyId(), "entered", "");
    } else {
      decisions.increment(entry.journeyId(), "rejected", reason.json());
    }
  }

  private void moved(Decision.Change change) {
    for (LogEntry movement : change.movements()) {
      Map<String, Object> detail = movement.detail();
      if (movement.action().equals(SKIPPED) && detail != null) {
        skipped.increment(String.valueOf(detail.get("reason")));
      }
    }
    Instance before = change.before();
    Instance after = change.after();
    if (!after.status().isLive() && (before == null || before.status().isLive())) {
      ended.increment(after.journeyId(), after.status().json());
    }
  }

  /**
   * Counts a timer that fired.
   *
   * @param lateMs wall time since it was due
   */
  public void fired(long lateMs) {
    lateness.add(lateMs);
  }

  /**
   * Counts an outcome that delivery reported.
   *
   * @param channel empty when the outcome had no effect
   * @param result {@code sent}, {@code failed}, {@code retry}, {@code unavailable} or {@code
   *     ignored}
   */
  public void outcome(String channel, String result) {
    outcomes.increment(channel, result);
  }

  /** Counts a dead letter that was listed. */
  public void deadLetter(String source, String reason) {
    deadLetters.increment(source, reason);
  }

  /** Counts a command, by the status of its result, as in HTTP. */
  public void command(String type, int status) {
    commands.increment(type, Integer.toString(status));
  }

  @Override
  public List<Reading> read() {
    Map<List<String>, Double> taken = new HashMap<>();
    events.forEach((what, count) -> taken.put(List.of(what.json()), (double) count.sum()));
    return List.of(
        new Reading.Numbers(
            "sojourn_events",
            Reading.Kind.SUM,
            "Events that were read, by what came of them.",
            List.of("result"),
            taken),
        lateness.read(
            "sojourn_timer_lateness_seconds", "How long after they were due timers fired."),
        decisions.read(),
        ended.read(),
        sends.read(),
        outcomes.read(),
        skipped.read(),
        deadLetters.read(),
        commands.read());
  }
}
