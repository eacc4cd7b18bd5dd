package dev.sojourn.topics.registry;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.kind.RegistryKinds;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** The kinds of registry entry that this release reads and writes. Immutable. */
public final class RegistryCatalog {

  private static final List<RegistryKind<?>> KINDS =
      List.of(
          Journey.KIND,
          JourneyVersion.KIND,
          Template.KIND,
          Template.CONTENT,
          Hold.KIND,
          ApiKey.KIND,
          SendingPolicy.KIND);

  private static final RegistryCatalog STANDARD = new RegistryCatalog(all());

  private final List<RegistryKind<?>> kinds;

  /**
   * Creates a catalog.
   *
   * @throws IllegalArgumentException when two kinds could not be told apart
   */
  RegistryCatalog(List<RegistryKind<?>> kinds) {
    Set<String> prefixes = new HashSet<>(Set.of(RegistryEntry.OfJob.TYPE));
    Set<String> forms = new HashSet<>(Set.of(RegistryEntry.OfJob.TYPE));
    for (RegistryKind<?> kind : kinds) {
      if (!prefixes.add(kind.prefix()) || !forms.add(kind.toString())) {
        throw new IllegalArgumentException(
            "expected a type and a prefix that no other kind has, found '%s' with '%s'"
                .formatted(kind, kind.prefix()));
      }
      for (RegistryKind<?> other : kinds) {
        if (kind.type().equals(other.type())
            && !kind.flags().keySet().equals(other.flags().keySet())) {
          throw new IllegalArgumentException(
              "expected the same names of flags for type '%s', found %s and %s"
                  .formatted(kind.type(), kind.flags().keySet(), other.flags().keySet()));
        }
      }
    }
    this.kinds = List.copyOf(kinds);
  }

  private static List<RegistryKind<?>> all() {
    List<RegistryKind<?>> all = new ArrayList<>(KINDS);
    ServiceLoader.load(RegistryKinds.class).forEach(more -> all.addAll(more.kinds()));
    return all;
  }

  /** The built-in kinds, and those provided by jars on the class path. */
  public static RegistryCatalog standard() {
    return STANDARD;
  }

  public List<RegistryKind<?>> kinds() {
    return kinds;
  }

  /** The kinds whose entries have this type: more than one when they differ by a flag. */
  List<RegistryKind<?>> ofType(String type) {
    return kinds.stream().filter(kind -> kind.type().equals(type)).toList();
  }

  /** The kind to which an entry id belongs. */
  public Optional<RegistryKind<?>> ofEntry(String entryId) {
    for (RegistryKind<?> kind : kinds) {
      if (kind.idIn(entryId).isPresent()) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
