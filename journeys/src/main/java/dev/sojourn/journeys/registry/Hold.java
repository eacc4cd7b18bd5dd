package dev.sojourn.journeys.registry;

import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.kind.RegistryValue;
import java.time.Instant;

/**
 * Hold: an operator's decision to hold or release the sends of one journey, or of all.
 *
 * @param journeyId {@link #ALL} for every journey
 * @param held whether they are held
 * @param perSecond how many held sends per second go out after the release
 * @param updatedAt when the operator decided
 */
public record Hold(String journeyId, boolean held, int perSecond, Instant updatedAt)
    implements RegistryValue<Hold> {

  /** By journey id, or {@link #ALL}. */
  public static final RegistryKind<Hold> KIND =
      RegistryKind.of("hold", Hold.class, Hold::journeyId);

  /** Every journey; no journey has this id. */
  public static final String ALL = "*";

  /** The default release rate, which providers usually accept without throttling. */
  public static final int DEFAULT_PER_SECOND = 100;

  public static final int MAX_PER_SECOND = 100_000;

  public Hold {
    if (perSecond < 1 || perSecond > MAX_PER_SECOND) {
      throw new IllegalArgumentException(
          "expected 1 to %d for key 'perSecond', found %d".formatted(MAX_PER_SECOND, perSecond));
    }
  }

  @Override
  public RegistryKind<Hold> kind() {
    return KIND;
  }
}
