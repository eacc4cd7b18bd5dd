package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing a journey does to a person. A step decides and touches nothing: what it wants done it
 * asks of its {@link StepContext} or says in its {@link StepResult}.
 *
 * <p>A new type is one record that carries {@link com.fasterxml.jackson.annotation.JsonTypeName}
 * and one line in {@link StepCatalog}. If it throws, the instance fails and nothing else does.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface Step {

  /** Unique within the journey. */
  String id();

  /** The person comes to this step. */
  StepResult enter(StepContext visit);

  /** What the step parked for has happened. Called only on steps that park. */
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

  /** The steps it may lead to with no time passing, so that a cycle of them would be a loop. */
  default List<String> immediateSuccessors() {
    return takesTime() ? List.of() : targets();
  }

  /** Whether a person stands still in it. */
  default boolean parks() {
    return false;
  }

  /**
   * The one step that certainly follows when this one passes straight through or has its outcome; a
   * wait that follows is armed early along this chain.
   */
  default Optional<String> onlySuccessor() {
    return Optional.empty();
  }

  /** The event properties it names, as written. */
  default Stream<String> namedProperties() {
    return Stream.empty();
  }

  /**
   * The names of the events it listens for or counts, all of them: of an event that nobody mentions
   * the engine does not even read the person.
   */
  default Stream<String> referencedEvents() {
    return Stream.empty();
  }

  /** The keys of the templates it sends. */
  default Stream<String> templates() {
    return Stream.empty();
  }

  /** The keys of the templates about whose sends it asks. */
  default Stream<String> trackedTemplates() {
    return Stream.empty();
  }

  /** What is wrong with it, in words for its author; nothing when it is sound. */
  default Stream<String> problems() {
    return Stream.empty();
  }
}
