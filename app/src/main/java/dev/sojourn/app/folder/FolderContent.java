package dev.sojourn.app.folder;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.registry.Template;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a folder says, all of it sound.
 *
 * @param warnings one line each, for people
 */
public record FolderContent(
    List<JourneyDefinition> journeys, List<Template> templates, List<String> warnings) {

  public FolderContent {
    journeys = List.copyOf(journeys);
    templates = List.copyOf(templates);
    warnings = List.copyOf(warnings);
  }

  Set<String> journeyIds() {
    return journeys.stream().map(JourneyDefinition::id).collect(Collectors.toUnmodifiableSet());
  }
}
