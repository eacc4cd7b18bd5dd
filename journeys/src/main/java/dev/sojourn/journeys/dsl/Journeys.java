package dev.sojourn.journeys.dsl;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.definition.EntryLimit;
import dev.sojourn.journeys.definition.EventRule;
import dev.sojourn.journeys.definition.Goal;
import dev.sojourn.journeys.definition.Holdout;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.step.BranchStep;
import dev.sojourn.journeys.step.CheckpointStep;
import dev.sojourn.journeys.step.CompleteStep;
import dev.sojourn.journeys.step.EmitStep;
import dev.sojourn.journeys.step.ExitStep;
import dev.sojourn.journeys.step.FailStep;
import dev.sojourn.journeys.step.SendStep;
import dev.sojourn.journeys.step.SleepStep;
import dev.sojourn.journeys.step.SplitStep;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.step.UpdateContactStep;
import dev.sojourn.journeys.step.WaitForEventStep;
import dev.sojourn.journeys.time.JourneyDuration;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Java DSL for journeys.
 *
 * <pre>{@code
 * journey("activation-welcome")
 *     .on("user:created")
 *     .once()
 *     .exitOn("user:deleted")
 *     .steps(
 *         send("start", "activation/welcome"),
 *         sleep("post-welcome", Duration.ofDays(1)),
 *         complete("done"));
 * }</pre>
 *
 * <p>A step without {@code then} continues with the one written below it. The result is a {@link
 * JourneyDefinition} like any other.
 */
public final class Journeys {

  private Journeys() {}

  public static Builder journey(String id) {
    return new Builder(id);
  }

  /** Builder of a journey. Not thread-safe. */
  public static final class Builder {

    private final String id;
    private final List<EventRule> exits = new ArrayList<>();
    private @Nullable String name;
    private @Nullable String description;
    private boolean enabled = true;
    private @Nullable EventRule trigger;
    private EntryLimit limit = EntryLimit.ONCE;
    private @Nullable JourneyDuration period;
    private @Nullable JourneyDuration gap;
    private @Nullable String category;
    private @Nullable Holdout holdout;
    private @Nullable Goal goal;
    private @Nullable JourneyDuration longest;
    private @Nullable Integer priority;

    private Builder(String id) {
      this.id = id;
    }

    public Builder named(String text) {
      name = text;
      return this;
    }

    public Builder describedAs(String text) {
      description = text;
      return this;
    }

    public Builder disabled() {
      enabled = false;
      return this;
    }

    /** The event that triggers entry, provided that all conditions on it hold. */
    public Builder on(String event, Condition... where) {
      trigger = rule(event, where);
      return this;
    }

    public Builder once() {
      limit = EntryLimit.ONCE;
      return this;
    }

    /** At most one entry in 24 hours. */
    public Builder oncePerPeriod() {
      limit = EntryLimit.ONCE_PER_PERIOD;
      return this;
    }

    public Builder oncePer(Duration length) {
      period = JourneyDuration.of(length);
      return oncePerPeriod();
    }

    public Builder unlimited() {
      limit = EntryLimit.UNLIMITED;
      return this;
    }

    /**
     * An event that ends the instance early, provided that all conditions on it hold. Repeatable.
     */
    public Builder exitOn(String event, Condition... where) {
      exits.add(rule(event, where));
      return this;
    }

    /** The minimum time between two sends to one person. */
    public Builder suppress(Duration least) {
      gap = JourneyDuration.of(least);
      return this;
    }

    public Builder category(String text) {
      category = text;
      return this;
    }

    /** Puts this percentage of people into the holdout, for comparison with those who enter. */
    public Builder holdOut(double percent) {
      holdout = new Holdout(BigDecimal.valueOf(percent));
      return this;
    }

    /** The event to be reached within this time after entry. */
    public Builder goal(String event, Duration window, Condition... where) {
      goal = new Goal(event, where.length == 0 ? null : List.of(where), JourneyDuration.of(window));
      return this;
    }

    /** When one event triggers several journeys, the highest priority is evaluated first. */
    public Builder priority(int rank) {
      priority = rank;
      return this;
    }

    /** The longest an instance may take; after that it exits. */
    public Builder atMost(Duration length) {
      longest = JourneyDuration.of(length);
      return this;
    }

    /**
     * The steps, the first of which is the entry.
     *
     * @throws IllegalStateException without a trigger, or when the last step has no successor
     */
    public JourneyDefinition steps(Draft... drafts) {
      EventRule entry = trigger;
      if (entry == null) {
        throw new IllegalStateException("expected a trigger for journey '%s'".formatted(id));
      }
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < drafts.length; i++) {
        steps.add(drafts[i].step(i + 1 < drafts.length ? drafts[i + 1].id() : null));
      }
      return new JourneyDefinition(
          id,
          name,
          description,
          enabled,
          entry,
          limit,
          period,
          exits.isEmpty() ? null : exits,
          gap,
          category,
          holdout,
          goal,
          longest,
          priority,
          steps);
    }

    private static EventRule rule(String event, Condition... where) {
      return new EventRule(event, where.length == 0 ? null : List.of(where));
    }
  }

  /** A step whose successor may not be known yet. */
  public interface Draft {

    String id();

    /**
     * Creates the step.
     *
     * @param below the id of the step written below it, null for the last
     */
    Step step(@Nullable String below);
  }

  /** A step with one successor. */
  public record Line(String id, Function<String, Step> make, @Nullable String next)
      implements Draft {

    public Line then(String step) {
      return new Line(id, make, step);
    }

    @Override
    public Step step(@Nullable String below) {
      return make.apply(onwards(id, next, below));
    }
  }

  /** A step that ends the journey. */
  private record Last(Step end) implements Draft {
    @Override
    public String id() {
      return end.id();
    }

    @Override
    public Step step(@Nullable String below) {
      return end;
    }
  }

  static String onwards(String id, @Nullable String next, @Nullable String below) {
    String target = next == null ? below : next;
    if (target == null) {
      throw new IllegalStateException("expected a step after step '%s'".formatted(id));
    }
    return target;
  }

  /** Sends an email. */
  public static Line send(String id, String template) {
    return new Line(id, next -> new SendStep(id, "email", template, null, null, next), null);
  }

  /** Sends an SMS. */
  public static Line sms(String id, String template) {
    return new Line(id, next -> new SendStep(id, "sms", template, null, null, next), null);
  }

  /** Sends a push notification. */
  public static Line push(String id, String template) {
    return new Line(id, next -> new SendStep(id, "push", template, null, null, next), null);
  }

  /** Sends an email, and continues when the send fails permanently. */
  public static Line trySend(String id, String template) {
    return new Line(
        id, next -> new SendStep(id, "email", template, SendStep.OnFailure.goOn, null, next), null);
  }

  public static Line sleep(String id, Duration duration) {
    return new Line(id, next -> new SleepStep(id, JourneyDuration.of(duration), next), null);
  }

  /** Sleeps until a date or time in the person's time zone. */
  public static SleepUntil sleepUntil(String id) {
    return new SleepUntil(id);
  }

  /** Calls a webhook with the person's data. */
  public static Webhook webhook(String id, String url) {
    return new Webhook(id, url);
  }

  public static Line checkpoint(String id, String label) {
    return new Line(id, next -> new CheckpointStep(id, label, next), null);
  }

  public static Line emit(String id, String event, Map<String, Object> properties) {
    return new Line(id, next -> new EmitStep(id, event, properties, next), null);
  }

  /** Sets properties of the contact. */
  public static Line updateContact(String id, Map<String, Object> set) {
    return new Line(id, next -> new UpdateContactStep(id, set, null, null, next), null);
  }

  public static Draft complete(String id) {
    return new Last(new CompleteStep(id));
  }

  public static Draft exit(String id, String reason) {
    return new Last(new ExitStep(id, reason));
  }

  public static Draft fail(String id, String message) {
    return new Last(new FailStep(id, message));
  }

  /** Any other step. */
  public static Draft step(Step step) {
    return new Last(step);
  }

  /** Waits for an event, until the timeout at most. */
  public static Wait waitFor(String id, String event, Duration timeout) {
    return new Wait(id, event, List.of(), JourneyDuration.of(timeout), null, null, null);
  }

  /** Builder of a wait. */
  public record Wait(
      String id,
      String event,
      List<Condition> where,
      JourneyDuration timeout,
      @Nullable JourneyDuration back,
      @Nullable String next,
      @Nullable String late)
      implements Draft {

    public Wait where(Condition... conditions) {
      return new Wait(id, event, List.of(conditions), timeout, back, next, late);
    }

    /** How far back a stored event still counts. */
    public Wait lookback(Duration duration) {
      return new Wait(id, event, where, timeout, JourneyDuration.of(duration), next, late);
    }

    public Wait then(String step) {
      return new Wait(id, event, where, timeout, back, step, late);
    }

    /** The step to go to when no event came. */
    public Wait onTimeout(String step) {
      return new Wait(id, event, where, timeout, back, next, step);
    }

    @Override
    public Step step(@Nullable String below) {
      return new WaitForEventStep(
          id, event, where.isEmpty() ? null : where, timeout, back, onwards(id, next, below), late);
    }
  }

  public static Parting split(String id) {
    return new Parting(id, List.of());
  }

  /** Builder of a split. */
  public record Parting(String id, List<SplitStep.Arm> arms) implements Draft {

    /** Adds an arm; the weight is its share of the sum of all weights. */
    public Parting arm(String name, int weight, String next) {
      List<SplitStep.Arm> more = new ArrayList<>(arms);
      more.add(new SplitStep.Arm(name, weight, next));
      return new Parting(id, List.copyOf(more));
    }

    @Override
    public Step step(@Nullable String below) {
      return new SplitStep(id, arms);
    }
  }

  public static Fork branch(String id) {
    return new Fork(id, List.of(), null);
  }

  /** Builder of a branch. */
  public record Fork(String id, List<BranchStep.Path> paths, @Nullable String otherwise)
      implements Draft {

    /** Takes this path when all conditions hold and no earlier path was taken. */
    public Fork when(String next, Condition... conditions) {
      List<BranchStep.Path> more = new ArrayList<>(paths);
      more.add(new BranchStep.Path(List.of(conditions), next));
      return new Fork(id, List.copyOf(more), otherwise);
    }

    public Fork otherwise(String next) {
      return new Fork(id, paths, next);
    }

    @Override
    public Step step(@Nullable String below) {
      return new BranchStep(id, paths, onwards(id, otherwise, below));
    }
  }
}
