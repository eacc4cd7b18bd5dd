package dev.sojourn.journeys.step;

import java.util.List;

/**
 * Types of step from outside, found by {@link java.util.ServiceLoader}. Every node needs them, and
 * needs them for as long as an instance stands on a version that uses them.
 */
public interface StepTypes {

  /** Records that carry {@link com.fasterxml.jackson.annotation.JsonTypeName}. */
  List<Class<? extends Step>> types();
}
