package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.StandardAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes the contact's properties. */
@JsonTypeName("update_contact")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UpdateContactStep(
    @JsonProperty(required = true) String id,
    @Nullable Map<String, Object> set,
    @Nullable Map<String, Object> setOnce,
    @Nullable List<String> unset,
    @JsonProperty(required = true) String next)
    implements Step {

  private ContactPatch patch() {
    return new ContactPatch(
        set == null ? Map.of() : set,
        setOnce == null ? Map.of() : setOnce,
        unset == null ? List.of() : unset);
  }

  @Override
  public StepResult enter(StepContext visit) {
    ContactPatch patch = patch();
    visit.updateContact(patch);
    TreeSet<String> touched = new TreeSet<>(patch.set().keySet());
    touched.addAll(patch.setOnce().keySet());
    touched.addAll(patch.unset());
    return StepResult.move(
        next, StandardAction.CONTACT_UPDATED, Map.of("properties", List.copyOf(touched)));
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
    return patch().isEmpty()
        ? Stream.of("expected something in 'set', 'setOnce' or 'unset', found nothing")
        : Stream.empty();
  }
}
