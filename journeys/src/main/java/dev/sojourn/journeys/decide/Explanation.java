package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.instance.Instance;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Explanation of what an event would do for one journey. Uses the same guards and steps as a
 * decision, and writes nothing.
 *
 * @param reason why the person would not enter, empty when they would
 * @param guards all guards in evaluation order; the first that does not pass is the reason
 * @param instance the instance after its first run, empty when the person would not enter
 */
public record Explanation(
    Optional<String> reason, List<Answered> guards, Optional<Instance> instance) {

  public Explanation {
    guards = List.copyOf(guards);
  }

  /**
   * The result of one guard.
   *
   * @param guard its name: the refusal reason it gives
   * @param passed whether it allows entry
   * @param saw the values it evaluated, by name; a value can be null
   */
  public record Answered(String guard, boolean passed, Map<String, Object> saw) {

    public Answered {
      saw = Collections.unmodifiableMap(new LinkedHashMap<>(saw));
    }
  }
}
