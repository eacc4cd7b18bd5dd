package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.event.Fnv1a;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.StandardAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Split: distributes people over arms by weight. The arm depends only on the journey, the step and
 * the person, so that a person who enters again gets the same arm.
 */
@JsonTypeName("split")
public record SplitStep(
    @JsonProperty(required = true) String id, @JsonProperty(required = true) List<Arm> arms)
    implements Step {

  /**
   * An arm of a split.
   *
   * @param weight its share of the sum of all weights; an arm with weight 0 is never taken
   */
  public record Arm(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) int weight,
      @JsonProperty(required = true) String next) {}

  public SplitStep {
    arms = List.copyOf(arms);
  }

  @Override
  public StepResult enter(StepContext visit) {
    Arm arm = armOf(visit.instance());
    return StepResult.move(arm.next(), StandardAction.SPLIT, Map.of("arm", arm.name()));
  }

  private Arm armOf(Instance instance) {
    String draw = String.join(":", instance.journeyId(), id, instance.userId());
    long lot = Fnv1a.of(draw) % sum();
    for (Arm arm : arms) {
      lot -= arm.weight();
      if (lot < 0) {
        return arm;
      }
    }
    throw new IllegalStateException(
        "expected weights of zero or more in step '%s', found %s".formatted(id, arms));
  }

  private long sum() {
    return arms.stream().mapToLong(Arm::weight).sum();
  }

  @Override
  public List<String> targets() {
    return arms.stream().map(Arm::next).toList();
  }

  @Override
  public Stream<String> problems() {
    if (arms.isEmpty()) {
      return Stream.of("expected at least one arm for key 'arms', found none");
    }
    List<String> flaws = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Arm arm : arms) {
      if (arm.name().isBlank()) {
        flaws.add("expected a name for key 'name' of each arm, found a blank one");
      } else if (!names.add(arm.name())) {
        flaws.add("the arm '%s' is there twice".formatted(arm.name()));
      }
      if (arm.weight() < 0) {
        flaws.add(
            "expected a 'weight' of zero or more for arm '%s', found %d"
                .formatted(arm.name(), arm.weight()));
      }
    }
    if (flaws.isEmpty() && sum() == 0) {
      flaws.add("expected a 'weight' of more than zero for one arm at least, found none");
    }
    return flaws.stream();
  }
}
