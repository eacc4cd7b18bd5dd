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
import dev.sojourn.processor.row.PersonKey;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A person as stored; the summary and the contact are read lazily and at most once. */
public final class StoredPerson implements PersonView {

  private final PersonRows rows;
  private final PersonKey key;
  private @Nullable PersonSummary summary;
  private @Nullable Contact contact;

  StoredPerson(PersonRows rows, PersonKey key) {
    this.rows = rows;
    this.key = key;
  }

  public PersonKey key() {
    return key;
  }

  @Override
  public String userId() {
    return key.userId();
  }

  @Override
  public int userHash() {
    return key.hash();
  }

  @Override
  public PersonSummary summary() {
    if (summary == null) {
      summary = read(() -> rows.summary(key));
    }
    return summary;
  }

  @Override
  public Contact contact() {
    if (contact == null) {
      contact = read(() -> rows.contact(key));
    }
    return contact;
  }

  @Override
  public Optional<Instance> instance(InstanceId id) {
    return read(() -> rows.instance(id)).filter(instance -> instance.userId().equals(key.userId()));
  }

  @Override
  public EventHistory history() {
    return (name, since) ->
        read(() -> rows.events(key))
            .filter(row -> row.value.name().equals(name))
            .filter(row -> !row.value.occurredAt().isBefore(since))
            .map(
                row -> new StoredEvent(row.key, name, row.value.occurredAt(), row.value.scalars()));
  }

  @Override
  public Engagement engagement(SendId send) {
    return read(() -> rows.engagement(key, send));
  }

  /** A store failure must stop the reader; it must not look like a step that threw. */
  private static <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (KafkaException e) {
      throw new PersonUnreadableException(e);
    }
  }
}
