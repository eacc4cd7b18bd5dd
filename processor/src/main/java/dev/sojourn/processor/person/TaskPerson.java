package dev.sojourn.processor.person;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.EventHistory;
import dev.sojourn.journeys.person.EventHistory.StoredEvent;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.person.PersonView;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A person as stored by the task; each row is read lazily and at most once. */
public final class TaskPerson implements PersonView {

  private final PersonStores stores;
  private final String userId;
  private final int userHash;
  private final boolean forUpdate;
  private @Nullable PersonSummary summary;
  private @Nullable Contact contact;

  /**
   * Creates a person.
   *
   * @param forUpdate whether to cache the summary, since an outcome will soon be read
   */
  TaskPerson(PersonStores stores, int userHash, String userId, boolean forUpdate) {
    this.forUpdate = forUpdate;
    this.stores = stores;
    this.userHash = userHash;
    this.userId = userId;
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
    if (summary == null) {
      summary =
          read(
              () ->
                  forUpdate
                      ? stores.persons().summaryForUpdate(userHash, userId)
                      : stores.persons().summary(userHash, userId));
    }
    return summary;
  }

  @Override
  public Contact contact() {
    if (contact == null) {
      contact = read(() -> stores.persons().contact(userHash, userId));
    }
    return contact;
  }

  @Override
  public Optional<Instance> instance(InstanceId id) {
    return read(() -> stores.instances().get(id))
        .filter(instance -> instance.userId().equals(userId));
  }

  @Override
  public EventHistory history() {
    return (name, since) ->
        read(() -> stores.history().ofPerson(userHash, userId))
            .filter(row -> row.value.name().equals(name))
            .filter(row -> !row.value.occurredAt().isBefore(since))
            .map(
                row -> new StoredEvent(row.key, name, row.value.occurredAt(), row.value.scalars()));
  }

  @Override
  public Engagement engagement(SendId send) {
    return read(() -> stores.engagements().get(userHash, send));
  }

  /** A store failure must stop the task; it must not look like a step that threw. */
  private static <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (KafkaException e) {
      throw new PersonUnreadableException(e);
    }
  }
}
