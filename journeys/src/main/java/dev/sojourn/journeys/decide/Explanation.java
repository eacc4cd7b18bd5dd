package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.instance.Instance;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an event would come to for one journey, and why. Made by the same guards and steps as a
 * decision, and written nowhere.
 *
 * @param reason why the person would not enter, empty when they would
 * @param guards every guard in the order in which they are asked; the first that does not pass is
 *     the reason
 * @param instance how far the person would come at once, empty when they would not enter
 */
public record Explanation(
    Optional<String> reason, List<Answered> guards, Optional<Instance> instance) {

  public Explanation {
    guards = List.copyOf(guards);
  }

  /**
   * A guard's word.
   *
   * @param guard its name: the reason it gives when it says no
   * @param passed whether it lets the person through
   * @param saw what it looked at, by name; a value can be null
   */
  public record Answered(String guard, boolean passed, Map<String, Object> saw) {

    public Answered {
      saw = Collections.unmodifiableMap(new LinkedHashMap<>(saw));
    }
  }
}
