package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.instance.StandardAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checkpoint: adds a named entry to the instance's log. */
@JsonTypeName("checkpoint")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointStep(
    @JsonProperty(required = true) String id,
    @Nullable String label,
    @JsonProperty(required = true) String next)
    implements Step {

  @Override
  public StepResult enter(StepContext visit) {
    return StepResult.move(
        next, StandardAction.CHECKPOINT, label == null ? null : Map.of("label", label));
  }

  @Override
  public List<String> targets() {
    return List.of(next);
  }

  @Override
  public Optional<String> onlySuccessor() {
    return Optional.of(next);
  }
}
