package dev.sojourn.processor.person;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.processor.engagement.EngagementStore;
import dev.sojourn.processor.history.HistoryRow;
import dev.sojourn.processor.history.HistoryStore;
import dev.sojourn.processor.instance.InstanceStore;
import dev.sojourn.processor.row.PersonKey;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;

/**
 * The stores that hold what a decision may read of a person. Used only by the task's stream thread.
 */
public record PersonStores(
    PersonStore persons,
    InstanceStore instances,
    HistoryStore history,
    EngagementStore engagements) {

  /** A person as currently stored; rows are read lazily. */
  public StoredPerson person(String userId) {
    return new StoredPerson(new Rows(this, false), PersonKey.of(userId));
  }

  /** A person whose summary is cached, since an outcome for them will soon be read. */
  StoredPerson personForUpdate(String userId) {
    return new StoredPerson(new Rows(this, true), PersonKey.of(userId));
  }

  /** The rows of these stores. */
  private record Rows(PersonStores stores, boolean forUpdate) implements PersonRows {

    @Override
    public PersonSummary summary(PersonKey who) {
      return forUpdate ? stores.persons.summaryForUpdate(who) : stores.persons.summary(who);
    }

    @Override
    public Contact contact(PersonKey who) {
      return stores.persons.contact(who);
    }

    @Override
    public Optional<Instance> instance(InstanceId id) {
      return stores.instances.get(id);
    }

    @Override
    public Stream<KeyValue<UUID, HistoryRow>> events(PersonKey who) {
      return stores.history.ofPerson(who.hash(), who.userId());
    }

    @Override
    public Engagement engagement(PersonKey who, SendId send) {
      return stores.engagements.get(who.hash(), send);
    }
  }
}
