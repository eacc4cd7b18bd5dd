package dev.sojourn.journeys.step;

import java.util.List;

/** The types of step there are. */
public final class StepCatalog {

  private static final List<Class<? extends Step>> STANDARD =
      List.of(
          SendStep.class,
          SleepStep.class,
          WaitForEventStep.class,
          BranchStep.class,
          UpdateContactStep.class,
          EmitStep.class,
          CheckpointStep.class,
          CompleteStep.class,
          ExitStep.class,
          FailStep.class);

  private StepCatalog() {}

  public static List<Class<? extends Step>> standard() {
    return STANDARD;
  }
}
