package dev.sojourn.journeys.step;

import java.util.List;

/**
 * Additional step types, found by {@link java.util.ServiceLoader}. Every node needs them on its
 * class path for as long as any instance is on a version that uses them.
 */
public interface StepTypes {

  /** Records annotated with {@link com.fasterxml.jackson.annotation.JsonTypeName}. */
  List<Class<? extends Step>> types();
}
