package dev.sojourn.journeys.simulate;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.EventHistory;
import dev.sojourn.journeys.person.EventHistory.StoredEvent;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A person whose rows are on the heap: decisions are read from it and applied to it. Not
 * thread-safe.
 */
public final class InMemoryPerson implements PersonView {

  private final String userId;
  private final int userHash;
  private final List<StoredEvent> events = new ArrayList<>();
  private final Map<InstanceId, Instance> instances = new LinkedHashMap<>();
  private final Map<SendId, Engagement> engagements = new LinkedHashMap<>();
  private PersonSummary summary;
  private Contact contact = Contact.UNKNOWN;

  /**
   * A person of whom nothing is stored.
   *
   * @param userHash as {@link PersonView#userHash()}
   */
  public InMemoryPerson(String userId, int userHash) {
    this.userId = userId;
    this.userHash = userHash;
    this.summary = PersonSummary.newcomer(userId);
  }

  /**
   * Applies a decision that was made about this person as it stands.
   *
   * @throws IllegalStateException when it was made about another state of an instance
   */
  public void apply(Decision decision) {
    for (Decision.Change change : decision.changes()) {
      InstanceId id = change.after().id();
      Instance before = instances.get(id);
      if (!Objects.equals(change.before(), before)) {
        throw new IllegalStateException(
            "expected a change of %s, found one of %s".formatted(before, change.before()));
      }
      instances.put(id, change.after());
    }
    decision.summary().ifPresent(changed -> summary = changed);
    decision.contact().ifPresent(changed -> contact = changed);
    decision
        .engagementChanges()
        .forEach(change -> engagements.put(change.send(), change.engagement()));
  }

  /** Stores an event. */
  public void put(StoredEvent event) {
    events.add(event);
  }

  /** Replaces the contact. */
  public void put(Contact other) {
    contact = other;
  }

  /** All instances, in order of entry. */
  public List<Instance> instances() {
    return List.copyOf(instances.values());
  }

  /** The instance whose timer is due first, if that is before a time. */
  public Optional<Instance> firstDueBefore(Instant limit) {
    return instances.values().stream()
        .filter(instance -> due(instance).isBefore(limit))
        .min(Comparator.comparing(InMemoryPerson::due));
  }

  /**
   * When an instance's timer is due, in whole milliseconds as timers are stored; {@link
   * Instant#MAX} without a timer.
   */
  public static Instant due(Instance instance) {
    return instance.due().map(at -> Instant.ofEpochMilli(at.toEpochMilli())).orElse(Instant.MAX);
  }

  @Override
  public String userId() {
    return userId;
  }

  @Override
  public int userHash() {
    return userHash;
  }

  @Override
  public PersonSummary summary() {
    return summary;
  }

  @Override
  public Contact contact() {
    return contact;
  }

  @Override
  public Optional<Instance> instance(InstanceId id) {
    return Optional.ofNullable(instances.get(id));
  }

  @Override
  public Engagement engagement(SendId send) {
    return engagements.getOrDefault(send, Engagement.NONE);
  }

  @Override
  public EventHistory history() {
    return (name, since) -> {
      // Store keys are milliseconds, so callers must not ask for a time they cannot represent.
      long from = since.toEpochMilli();
      return events.stream()
          .filter(event -> event.name().equals(name))
          .filter(event -> event.occurredAt().toEpochMilli() >= from);
    };
  }
}
