package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.instance.StandardAction;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Branch: takes the first path whose conditions all hold, else {@code otherwise}. */
@JsonTypeName("branch")
public record BranchStep(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) List<Path> paths,
    @JsonProperty(required = true) String otherwise)
    implements Step {

  /**
   * A path of a branch.
   *
   * @param when all must hold
   */
  public record Path(
      @JsonProperty(required = true) List<Condition> when,
      @JsonProperty(required = true) String next) {

    public Path {
      when = List.copyOf(when);
    }
  }

  public BranchStep {
    paths = List.copyOf(paths);
  }

  @Override
  public StepResult enter(StepContext visit) {
    for (int i = 0; i < paths.size(); i++) {
      if (Condition.all(paths.get(i).when(), visit.facts())) {
        return StepResult.move(paths.get(i).next(), StandardAction.BRANCHED, Map.of("path", i + 1));
      }
    }
    return StepResult.move(otherwise, StandardAction.BRANCHED, Map.of("path", "otherwise"));
  }

  @Override
  public List<String> targets() {
    return Stream.concat(paths.stream().map(Path::next), Stream.of(otherwise)).toList();
  }

  private Stream<Condition> conditions() {
    return paths.stream().flatMap(path -> path.when().stream());
  }

  @Override
  public Stream<String> namedProperties() {
    return conditions().flatMap(Condition::namedProperties);
  }

  @Override
  public Stream<String> referencedEvents() {
    return conditions().flatMap(Condition::referencedEvents);
  }

  @Override
  public Stream<String> trackedTemplates() {
    return conditions().flatMap(Condition::trackedTemplates);
  }

  @Override
  public Stream<String> problems() {
    Stream<String> paths =
        this.paths.isEmpty()
            ? Stream.of("expected at least one path for key 'paths', found none")
            : this.paths.stream()
                .filter(path -> path.when().isEmpty())
                .map(
                    path ->
                        "expected a condition in 'when' of the path to '%s', found none"
                            .formatted(path.next()));
    return Stream.concat(paths, conditions().flatMap(Condition::problems));
  }
}
