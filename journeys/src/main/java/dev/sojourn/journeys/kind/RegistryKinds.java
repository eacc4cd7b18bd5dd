package dev.sojourn.journeys.kind;

import java.util.List;

/**
 * Additional kinds of registry entry, found by {@link java.util.ServiceLoader}. A node without them
 * keeps their entries and ignores them.
 */
public interface RegistryKinds {

  /** The constants by which the values are asked for. */
  List<RegistryKind<?>> kinds();
}
