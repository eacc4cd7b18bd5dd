package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.registry.Registry;

/**
 * What every partition knows beside the person when it decides.
 *
 * @param registry everything published, and the sending policy
 * @param revision of the registry: the offset of the registry record applied last, -1 for none
 */
public record Knowledge(Registry registry, long revision) {

  /** Nothing is published. */
  public static final Knowledge NONE = new Knowledge(Registry.EMPTY, -1);

  /** A registry that was read from no topic. */
  public static Knowledge of(Registry registry) {
    return new Knowledge(registry, -1);
  }
}
