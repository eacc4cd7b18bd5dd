package dev.sojourn.processor.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.kind.RegistryKinds;
import dev.sojourn.journeys.kind.RegistryValue;
import java.util.List;

/** A kind of registry entry as an extension might add it. */
public final class OfferKinds implements RegistryKinds {

  @Override
  public List<RegistryKind<?>> kinds() {
    return List.of(Offer.KIND);
  }

  /** What a person may be offered. */
  record Offer(@JsonProperty(required = true) String id, @JsonProperty(required = true) int points)
      implements RegistryValue<Offer> {

    static final RegistryKind<Offer> KIND = RegistryKind.of("offer", Offer.class, Offer::id);

    @Override
    public RegistryKind<Offer> kind() {
      return KIND;
    }
  }
}
