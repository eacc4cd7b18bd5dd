package dev.sojourn.processor.meter;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Rejection.Kind;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.StandardAction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Meters of all tasks of a process since it started. Safe for any number of threads.
 *
 * <p>Meters are not exact: they count a decision before its transaction commits. A decision that a
 * crash rolls back is made and counted again, and meters start at zero with each process. Exact
 * numbers are in the counters store, which is part of the transaction.
 */
public final class EngineMeters {

  /** Values of the label {@code status} of commands: dashboards know them by these numbers. */
  private static final String APPLIED = "200";

  private static final String FAILED = "500";
  private static final Map<Kind, String> REJECTED =
      Map.of(
          Kind.INVALID, "400",
          Kind.NOT_FOUND, "404",
          Kind.CONFLICT, "409",
          Kind.ERASED, "409",
          Kind.TOO_LARGE, "413",
          Kind.FAILED, FAILED);

  /** Bounds in ms: below the first, nobody notices; above the last, something was down. */
  private static final Duration[] LATENESS =
      LongStream.of(
              50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 3_600_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Map<Taken, Counter> events = new EnumMap<>(Taken.class);
  private final Timer lateness;
  private final LabelledCounter decisions;
  private final LabelledCounter ended;
  private final LabelledCounter sends;
  private final LabelledCounter outcomes;
  private final LabelledCounter skipped;
  private final LabelledCounter deadLetters;
  private final LabelledCounter commands;

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

  /** Registers the meters; names are as a scrape shows them, without {@code _total}. */
  public EngineMeters(MeterRegistry registry) {
    for (Taken what : Taken.values()) {
      events.put(
          what,
          Counter.builder("sojourn_events")
              .description("Events that were read, by what came of them.")
              .tag("result", what.json())
              .register(registry));
    }
    lateness =
        Timer.builder("sojourn_timer_lateness_seconds")
            .description("How long after they were due timers fired.")
            .serviceLevelObjectives(LATENESS)
            .register(registry);
    decisions =
        new LabelledCounter(
            registry,
            "sojourn_decisions",
            "Evaluations of a journey's trigger.",
            "journey",
            "outcome",
            "reason");
    ended =
        new LabelledCounter(
            registry,
            "sojourn_instances_ended",
            "Instances that came to an end.",
            "journey",
            "status");
    sends =
        new LabelledCounter(
            registry, "sojourn_sends", "Attempts to send that delivery was asked for.", "channel");
    outcomes =
        new LabelledCounter(
            registry,
            "sojourn_send_outcomes",
            "What delivery reported; what moved nothing, such as a repeat, is ignored.",
            "channel",
            "result");
    skipped =
        new LabelledCounter(
            registry, "sojourn_sends_skipped", "Sends that a gate held back for good.", "reason");
    deadLetters =
        new LabelledCounter(
            registry, "sojourn_dead_letters", "Dead letters that were listed.", "source", "reason");
    commands =
        new LabelledCounter(
            registry,
            "sojourn_commands",
            "Commands by the status of their answer.",
            "type",
            "status");
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
      if (movement.action() == StandardAction.SEND_SKIPPED && detail != null) {
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
   * @param lateMs wall time since it was due; negative counts as zero, since the clocks of nodes
   *     and of the log differ
   */
  public void fired(long lateMs) {
    lateness.record(Math.max(0, lateMs), TimeUnit.MILLISECONDS);
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

  /**
   * Counts a command.
   *
   * @param rejected null when it was applied
   */
  public void command(String type, @Nullable Kind rejected) {
    commands.increment(type, rejected == null ? APPLIED : REJECTED.getOrDefault(rejected, FAILED));
  }
}
