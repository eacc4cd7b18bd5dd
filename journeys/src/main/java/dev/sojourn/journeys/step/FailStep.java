package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/** Fails the instance, as the author intended for this path. */
@JsonTypeName("fail")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailStep(@JsonProperty(required = true) String id, @Nullable String message)
    implements Step {

  @Override
  public StepResult enter(StepContext visit) {
    return StepResult.failed(message == null ? "failed at step '%s'".formatted(id) : message);
  }

  @Override
  public boolean terminal() {
    return true;
  }
}
