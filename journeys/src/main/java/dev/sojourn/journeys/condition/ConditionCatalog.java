package dev.sojourn.journeys.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The available condition types. */
public final class ConditionCatalog {

  private static final List<Class<? extends Condition>> STANDARD =
      List.of(
          PropertyCondition.class,
          ContactCondition.class,
          EventCondition.class,
          EmailEngagementCondition.class,
          CompositeCondition.class);

  private ConditionCatalog() {}

  /** The built-in types, and those provided by jars on the class path. */
  public static List<Class<? extends Condition>> standard() {
    List<Class<? extends Condition>> all = new ArrayList<>(STANDARD);
    ServiceLoader.load(ConditionTypes.class).forEach(more -> all.addAll(more.types()));
    return List.copyOf(all);
  }
}
