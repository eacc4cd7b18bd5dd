package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;

/** Completes the journey. */
@JsonTypeName("complete")
public record CompleteStep(@JsonProperty(required = true) String id) implements Step {

  @Override
  public StepResult enter(StepContext visit) {
    return StepResult.completed();
  }

  @Override
  public boolean terminal() {
    return true;
  }
}
