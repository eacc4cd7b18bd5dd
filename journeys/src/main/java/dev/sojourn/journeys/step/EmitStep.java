package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.instance.StandardAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Emits an event of the same person, which other journeys process like any other. */
@JsonTypeName("emit")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EmitStep(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String event,
    @Nullable Map<String, Object> properties,
    @JsonProperty(required = true) String next)
    implements Step {

  @Override
  public StepResult enter(StepContext visit) {
    visit.emit(event, properties == null ? Map.of() : properties);
    return StepResult.move(next, StandardAction.EVENT_EMITTED, Map.of("event", event));
  }

  @Override
  public List<String> targets() {
    return List.of(next);
  }

  @Override
  public Optional<String> onlySuccessor() {
    return Optional.of(next);
  }

  @Override
  public Stream<String> problems() {
    return event.isBlank()
        ? Stream.of("expected an event's name for key 'event', found a blank one")
        : Stream.empty();
  }
}
