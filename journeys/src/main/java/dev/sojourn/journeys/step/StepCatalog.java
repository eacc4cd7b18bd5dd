package dev.sojourn.journeys.step;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The available step types. */
public final class StepCatalog {

  private static final List<Class<? extends Step>> STANDARD =
      List.of(
          SendStep.class,
          SleepStep.class,
          SleepUntilStep.class,
          WaitForEventStep.class,
          BranchStep.class,
          SplitStep.class,
          UpdateContactStep.class,
          WebhookStep.class,
          EmitStep.class,
          CheckpointStep.class,
          CompleteStep.class,
          ExitStep.class,
          FailStep.class);

  private StepCatalog() {}

  /** The built-in types, and those provided by jars on the class path. */
  public static List<Class<? extends Step>> standard() {
    List<Class<? extends Step>> all = new ArrayList<>(STANDARD);
    ServiceLoader.load(StepTypes.class).forEach(more -> all.addAll(more.types()));
    return List.copyOf(all);
  }
}
