package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.definition.Span;
import dev.sojourn.journeys.instance.Park;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lets time pass. */
@JsonTypeName("sleep")
public record SleepStep(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) Span duration,
    @JsonProperty(required = true) String next)
    implements Step {

  @Override
  public Turn enter(Visit visit) {
    return Turn.stay(new Park.Sleeping(visit.now().plus(duration.duration())));
  }

  /** A sleep does no work, so the log names its end only when nothing else does. */
  @Override
  public Turn resume(Visit visit, Signal signal) {
    return Turn.move(next);
  }

  @Override
  public List<String> targets() {
    return List.of(next);
  }

  @Override
  public boolean parks() {
    return true;
  }

  @Override
  public Optional<String> leadsTo() {
    return Optional.of(next);
  }

  @Override
  public boolean takesTime() {
    return true;
  }

  @Override
  public Stream<String> flaws() {
    return duration.isZero() ? Stream.of("expected a 'duration' longer than zero") : Stream.empty();
  }
}
