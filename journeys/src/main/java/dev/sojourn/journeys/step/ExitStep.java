package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/** Exit: ends the instance early. */
@JsonTypeName("exit")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExitStep(@JsonProperty(required = true) String id, @Nullable String reason)
    implements Step {

  @Override
  public StepResult enter(StepContext visit) {
    return StepResult.exited(reason == null ? "exit_step" : reason);
  }

  @Override
  public boolean terminal() {
    return true;
  }
}
