package dev.sojourn.journeys.registry;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Computes the index at its first use, once, on whichever thread needs it: publishing a thousand
 * journeys makes a thousand registries, and most are replaced before anybody decides by them. Safe
 * for any number of threads.
 */
final class LazyIndex {

  private final Collection<Journey> journeys;
  private final Collection<JourneyVersion> versions;
  private volatile @Nullable RegistryIndex index;

  /** Takes collections that never change. */
  LazyIndex(Collection<Journey> journeys, Collection<JourneyVersion> versions) {
    this.journeys = journeys;
    this.versions = versions;
  }

  RegistryIndex get() {
    RegistryIndex known = index;
    return known == null ? compute() : known;
  }

  private synchronized RegistryIndex compute() {
    RegistryIndex known = index;
    if (known == null) {
      known = RegistryIndex.of(journeys, versions);
      index = known;
    }
    return known;
  }
}
