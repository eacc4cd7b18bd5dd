package dev.sojourn.journeys.condition;

import java.util.List;

/** The built-in condition types. */
public final class ConditionCatalog {

  private static final List<Class<? extends Condition>> STANDARD =
      List.of(
          PropertyCondition.class,
          ContactCondition.class,
          EventCondition.class,
          EmailEngagementCondition.class,
          CompositeCondition.class);

  private ConditionCatalog() {}

  public static List<Class<? extends Condition>> standard() {
    return STANDARD;
  }
}
