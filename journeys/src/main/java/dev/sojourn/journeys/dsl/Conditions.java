package dev.sojourn.journeys.dsl;

import dev.sojourn.journeys.condition.CompositeCondition;
import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.ContactCondition;
import dev.sojourn.journeys.condition.EmailEngagementCondition;
import dev.sojourn.journeys.condition.EventCondition;
import dev.sojourn.journeys.condition.Operator;
import dev.sojourn.journeys.condition.PropertyCondition;
import dev.sojourn.journeys.time.JourneyDuration;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions in Java: {@code property("plan").eq("pro")}, {@code event("feature:used").exists()}.
 * Each is converted at once to the form that files use, so that the API can always show it.
 */
public final class Conditions {

  private Conditions() {}

  /** A property of the event being matched; in a branch, of the event that started the instance. */
  public static Left property(String path) {
    return (operator, value, from) -> new PropertyCondition(path, operator, value, from);
  }

  /** A property of the contact. */
  public static Left contact(String path) {
    return (operator, value, from) -> new ContactCondition(path, operator, value, from);
  }

  /** The person's stored events of this name. */
  public static Events event(String name) {
    return new Events(name, null);
  }

  /** The latest send of this template to the person, by any journey. */
  public static Email email(String template) {
    return new Email(template);
  }

  /** Engagement with an email. No check holds for a template that was never sent. */
  public record Email(String template) {

    public Condition opened() {
      return new EmailEngagementCondition(template, EmailEngagementCondition.Check.opened);
    }

    public Condition notOpened() {
      return new EmailEngagementCondition(template, EmailEngagementCondition.Check.not_opened);
    }

    public Condition clicked() {
      return new EmailEngagementCondition(template, EmailEngagementCondition.Check.clicked);
    }

    public Condition notClicked() {
      return new EmailEngagementCondition(template, EmailEngagementCondition.Check.not_clicked);
    }
  }

  public static Condition and(Condition... conditions) {
    return new CompositeCondition(CompositeCondition.Operator.and, List.of(conditions));
  }

  public static Condition or(Condition... conditions) {
    return new CompositeCondition(CompositeCondition.Operator.or, List.of(conditions));
  }

  /** Holds when the conditions do not all hold. */
  public static Condition not(Condition... conditions) {
    return new CompositeCondition(CompositeCondition.Operator.not, List.of(conditions));
  }

  /** The left-hand side of a comparison. */
  @FunctionalInterface
  public interface Left {

    /** Any comparison; the methods below cover the usual ones. */
    Condition compare(Operator operator, @Nullable Object value, @Nullable String valueFrom);

    default Condition is(Operator operator, Object value) {
      return compare(operator, value, null);
    }

    /** Compares with a property of the event that started the instance. */
    default Condition is(Operator operator, TriggerProperty right) {
      return compare(operator, null, "trigger." + right.path());
    }

    default Condition eq(Object value) {
      return is(Operator.EQ, value);
    }

    default Condition neq(Object value) {
      return is(Operator.NEQ, value);
    }

    default Condition gt(Number value) {
      return is(Operator.GT, value);
    }

    default Condition gte(Number value) {
      return is(Operator.GTE, value);
    }

    default Condition lt(Number value) {
      return is(Operator.LT, value);
    }

    default Condition lte(Number value) {
      return is(Operator.LTE, value);
    }

    default Condition contains(String part) {
      return is(Operator.CONTAINS, part);
    }

    default Condition in(Object... values) {
      return is(Operator.IN, List.of(values));
    }

    default Condition exists() {
      return compare(Operator.EXISTS, null, null);
    }

    default Condition notExists() {
      return compare(Operator.NOT_EXISTS, null, null);
    }
  }

  /** A property of the event that started the instance, as a right-hand side. */
  public record TriggerProperty(String path) {}

  public static TriggerProperty trigger(String path) {
    return new TriggerProperty(path);
  }

  /**
   * Stored events of one name.
   *
   * @param within how far back they count, null for all that are stored
   */
  public record Events(String name, @Nullable JourneyDuration within) {

    public Events within(Duration back) {
      return new Events(name, JourneyDuration.of(back));
    }

    public Condition exists() {
      return new EventCondition(name, EventCondition.Check.exists, null, null, within);
    }

    public Condition notExists() {
      return new EventCondition(name, EventCondition.Check.not_exists, null, null, within);
    }

    public Condition count(Operator operator, long value) {
      return new EventCondition(name, EventCondition.Check.count, operator, value, within);
    }
  }
}
