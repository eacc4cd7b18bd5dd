package dev.sojourn.processor.step;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.step.StepContext;
import dev.sojourn.journeys.step.StepResult;
import dev.sojourn.journeys.step.StepTypes;
import java.util.List;

/** A step type that cannot do its work, as an extension might add it. */
public final class ThrowingSteps implements StepTypes {

  private static volatile boolean mended;

  /** Makes the step work from now on, as after a new release of the extension. */
  public static void mend(boolean works) {
    mended = works;
  }

  @Override
  public List<Class<? extends Step>> types() {
    return List.of(ThrowingStep.class);
  }

  /**
   * Throws for one person and lets everybody else pass.
   *
   * @param user the user for whom it throws
   */
  @JsonTypeName("throw")
  public record ThrowingStep(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) String user,
      @JsonProperty(required = true) String next)
      implements Step {

    @Override
    public StepResult enter(StepContext visit) {
      if (!mended && visit.instance().userId().equals(user)) {
        throw new UnsupportedOperationException("broken step");
      }
      return StepResult.move(next);
    }

    @Override
    public List<String> targets() {
      return List.of(next);
    }
  }
}
