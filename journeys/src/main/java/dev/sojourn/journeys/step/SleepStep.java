package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.time.JourneyDuration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sleeps for a duration. */
@JsonTypeName("sleep")
public record SleepStep(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) JourneyDuration duration,
    @JsonProperty(required = true) String next)
    implements Step {

  @Override
  public StepResult enter(StepContext visit) {
    return StepResult.stay(new WaitState.Timer(visit.now().plus(duration.duration())));
  }

  /** Has no log action: the end is logged as waited, unless a terminal step follows. */
  @Override
  public StepResult resume(StepContext visit, Signal signal) {
    return StepResult.move(next);
  }

  @Override
  public List<String> targets() {
    return List.of(next);
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public Optional<String> onlySuccessor() {
    return Optional.of(next);
  }

  @Override
  public boolean takesTime() {
    return true;
  }

  @Override
  public Stream<String> problems() {
    return duration.isZero() ? Stream.of("expected a 'duration' longer than zero") : Stream.empty();
  }
}
