package dev.sojourn.journeys.condition;

import java.util.List;

/**
 * Additional condition types, found by {@link java.util.ServiceLoader}. Every node needs them on
 * its class path for as long as any journey has a version that uses them.
 */
public interface ConditionTypes {

  /** Records annotated with {@link com.fasterxml.jackson.annotation.JsonTypeName}. */
  List<Class<? extends Condition>> types();
}
