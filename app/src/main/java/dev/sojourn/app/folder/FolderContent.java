package dev.sojourn.app.folder;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Valid content of a folder.
 *
 * @param sending the sending policy, empty when there is no such file
 * @param warnings one line each, for people
 */
public record FolderContent(
    List<JourneyDefinition> journeys,
    List<Template> templates,
    Optional<SendingPolicy> sending,
    List<String> warnings) {

  public FolderContent {
    journeys = List.copyOf(journeys);
    templates = List.copyOf(templates);
    warnings = List.copyOf(warnings);
  }

  /** Journeys and templates without a sending policy. */
  public FolderContent(
      List<JourneyDefinition> journeys, List<Template> templates, List<String> warnings) {
    this(journeys, templates, Optional.empty(), warnings);
  }

  Set<String> journeyIds() {
    return journeys.stream().map(JourneyDefinition::id).collect(Collectors.toUnmodifiableSet());
  }
}
