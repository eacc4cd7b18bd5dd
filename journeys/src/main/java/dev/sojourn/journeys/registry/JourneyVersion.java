package dev.sojourn.journeys.registry;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.kind.RegistryValue;
import java.util.Objects;

/**
 * Journey version as published. Never changes.
 *
 * @param number from 1
 * @param hash of the definition's content
 */
public record JourneyVersion(
    String journeyId, int number, String hash, JourneyDefinition definition)
    implements RegistryValue<JourneyVersion> {

  /** By journey id and number. */
  public static final RegistryKind<JourneyVersion> KIND =
      RegistryKind.of("version", JourneyVersion.class, JourneyVersion::id)
          .checking(JourneyVersion::checkReferences);

  public JourneyVersion {
    Objects.requireNonNull(journeyId, "expected a text for key 'journeyId', found nothing");
    Objects.requireNonNull(definition, "expected an object for key 'definition', found nothing");
  }

  private String id() {
    return journeyId + "/" + number;
  }

  /**
   * Asks a definition for what the registry's index is made of. A step type of another jar may
   * throw, and a version like that must not become part of a registry.
   */
  private void checkReferences() {
    definition.referencedEvents().forEach(Objects::requireNonNull);
    definition.trackedTemplates().forEach(Objects::requireNonNull);
  }

  @Override
  public RegistryKind<JourneyVersion> kind() {
    return KIND;
  }
}
