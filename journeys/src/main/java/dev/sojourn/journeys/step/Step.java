package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Step of a journey. A step has no side effects: it requests them from its {@link StepContext} or
 * returns them in its {@link StepResult}.
 *
 * <p>A new type is one record annotated with {@link com.fasterxml.jackson.annotation.JsonTypeName}
 * and one line in {@link StepCatalog}, or a {@link StepTypes} service in another jar. If a step
 * throws, only its instance fails.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface Step {

  /** Unique within the journey. */
  String id();

  /** The instance enters this step. */
  StepResult enter(StepContext visit);

  /** The step's wait is over. Called only on steps that wait. */
  default StepResult resume(StepContext visit, Signal signal) {
    throw new IllegalStateException(
        "expected step '%s' to be passed through, found it parked".formatted(id()));
  }

  /** The steps it can lead to. */
  default List<String> targets() {
    return List.of();
  }

  /** Whether it ends the instance. */
  default boolean terminal() {
    return false;
  }

  /** Whether time passes in it, so that a cycle through it is not a loop. */
  default boolean takesTime() {
    return false;
  }

  /** The steps it may lead to without time passing; a cycle of these is a loop. */
  default List<String> immediateSuccessors() {
    return takesTime() ? List.of() : targets();
  }

  /** Whether an instance waits in it. */
  default boolean waits() {
    return false;
  }

  /**
   * The only step that can follow, if there is just one; a wait that follows is subscribed early
   * along this chain.
   */
  default Optional<String> onlySuccessor() {
    return Optional.empty();
  }

  /** The event properties it refers to, as written. */
  default Stream<String> namedProperties() {
    return Stream.empty();
  }

  /**
   * Names of all events it listens for or counts. Must be complete: for an event that no journey
   * refers to, the engine does not even read the person.
   */
  default Stream<String> referencedEvents() {
    return Stream.empty();
  }

  /** Keys of the templates it sends. */
  default Stream<String> templates() {
    return Stream.empty();
  }

  /** Keys of the templates whose sends its conditions check. */
  default Stream<String> trackedTemplates() {
    return Stream.empty();
  }

  /** Problems described for the author; empty when the step is valid. */
  default Stream<String> problems() {
    return Stream.empty();
  }
}
