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
 * Journeys in Java.
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
 * <p>A step without {@code then} leads to the one written below it. What comes out is a {@link
 * JourneyDefinition} like any other.
 */
public final class Journeys {

  private Journeys() {}

  public static Builder journey(String id) {
    return new Builder(id);
  }

  /** A journey being written. Not safe for several threads. */
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

    /** The event that enters, when all conditions on it hold. */
    public Builder on(String event, Condition... where) {
      trigger = rule(event, where);
      return this;
    }

    public Builder once() {
      limit = EntryLimit.ONCE;
      return this;
    }

    /** Once in 24 hours. */
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

    /** An event that ends it early, when all conditions on it hold. May be said several times. */
    public Builder exitOn(String event, Condition... where) {
      exits.add(rule(event, where));
      return this;
    }

    /** The least time between two sends to one person. */
    public Builder suppress(Duration least) {
      gap = JourneyDuration.of(least);
      return this;
    }

    public Builder category(String text) {
      category = text;
      return this;
    }

    /** Keeps this part of the people out, in percent, to compare with those who enter. */
    public Builder holdOut(double percent) {
      holdout = new Holdout(BigDecimal.valueOf(percent));
      return this;
    }

    /** The event that it is for, within this time after entry. */
    public Builder goal(String event, Duration window, Condition... where) {
      goal = new Goal(event, where.length == 0 ? null : List.of(where), JourneyDuration.of(window));
      return this;
    }

    /** Of several journeys that one event starts, the one with the highest is asked first. */
    public Builder priority(int rank) {
      priority = rank;
      return this;
    }

    /** The longest that one person may take; whoever takes longer is let go. */
    public Builder atMost(Duration length) {
      longest = JourneyDuration.of(length);
      return this;
    }

    /**
     * The steps, the first of them the entry.
     *
     * @throws IllegalStateException without a trigger, or when the last step leads nowhere
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

  /** A step that may not know yet where it leads. */
  public interface Draft {

    String id();

    /**
     * The step itself.
     *
     * @param below the id of the step written below it, null for the last
     */
    Step step(@Nullable String below);
  }

  /** A step with one way on. */
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

  /** Sends a text message. */
  public static Line sms(String id, String template) {
    return new Line(id, next -> new SendStep(id, "sms", template, null, null, next), null);
  }

  /** Sends a push notification. */
  public static Line push(String id, String template) {
    return new Line(id, next -> new SendStep(id, "push", template, null, null, next), null);
  }

  /** Sends an email, and goes on when that fails for good. */
  public static Line trySend(String id, String template) {
    return new Line(
        id, next -> new SendStep(id, "email", template, SendStep.OnFailure.goOn, null, next), null);
  }

  public static Line sleep(String id, Duration duration) {
    return new Line(id, next -> new SleepStep(id, JourneyDuration.of(duration), next), null);
  }

  /** Sleeps until a time on the calendar, where the person lives. */
  public static SleepUntil sleepUntil(String id) {
    return new SleepUntil(id);
  }

  /** Tells somebody's server about the person. */
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

  /** Waits for an event, at most so long. */
  public static Wait waitFor(String id, String event, Duration timeout) {
    return new Wait(id, event, List.of(), JourneyDuration.of(timeout), null, null, null);
  }

  /** A wait being written. */
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

    /** How far into the past a stored event still counts. */
    public Wait lookback(Duration duration) {
      return new Wait(id, event, where, timeout, JourneyDuration.of(duration), next, late);
    }

    public Wait then(String step) {
      return new Wait(id, event, where, timeout, back, step, late);
    }

    /** Where to go when nothing came. */
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

  /** A split being written. */
  public record Parting(String id, List<SplitStep.Arm> arms) implements Draft {

    /** One way on; the weight is its share of the sum of all weights. */
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

  /** A branch being written. */
  public record Fork(String id, List<BranchStep.Path> paths, @Nullable String otherwise)
      implements Draft {

    /** Takes this way when all conditions hold and no earlier one was taken. */
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
