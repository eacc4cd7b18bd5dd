package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event of a person, before it has an id and a time. */
record Happening(
    String userId,
    String name,
    Map<String, Object> properties,
    ContactPatch contact,
    @Nullable String email,
    Duration ago,
    int depth,
    boolean historical) {

  static Happening event(String name) {
    return new Happening(
        JourneyHarness.ADA,
        name,
        Map.of(),
        ContactPatch.NONE,
        "ada@example.com",
        Duration.ZERO,
        0,
        false);
  }

  Happening of(String user) {
    return new Happening(user, name, properties, contact, email, ago, depth, historical);
  }

  Happening with(String property, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(properties);
    more.put(property, value);
    return new Happening(userId, name, more, contact, email, ago, depth, historical);
  }

  Happening setting(String property, Object value) {
    Map<String, Object> set = new LinkedHashMap<>(contact.set());
    set.put(property, value);
    return patching(new ContactPatch(set, contact.setOnce(), contact.unset()));
  }

  Happening patching(ContactPatch patch) {
    return new Happening(userId, name, properties, patch, email, ago, depth, historical);
  }

  Happening from(@Nullable String address) {
    return new Happening(userId, name, properties, contact, address, ago, depth, historical);
  }

  /** Sets the event time to this long before the append time. */
  Happening ago(Duration before) {
    return new Happening(userId, name, properties, contact, email, before, depth, historical);
  }

  Happening atDepth(int chain) {
    return new Happening(userId, name, properties, contact, email, ago, chain, historical);
  }

  Happening imported() {
    return new Happening(userId, name, properties, contact, email, ago, depth, true);
  }

  /** The event under this id, appended at this time. */
  PersonEvent appended(UUID id, Instant at) {
    return new PersonEvent(
        id, name, at.minus(ago), at, properties, contact, email, depth, historical);
  }
}
