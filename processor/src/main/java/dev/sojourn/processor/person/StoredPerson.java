package dev.sojourn.processor.person;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.EventHistory;
import dev.sojourn.journeys.person.EventHistory.StoredEvent;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.processor.engagement.EngagementStore;
import dev.sojourn.processor.history.HistoryStore;
import dev.sojourn.processor.instance.InstanceRow;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.json.JsonValues;
import dev.sojourn.topics.topic.Partitions;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/** A person as seen by a reader on another thread: slightly stale, and never written. */
final class StoredPerson implements PersonView {

  private final ReadOnlyKeyValueStore<Bytes, byte[]> state;
  private final ReadOnlyWindowStore<Bytes, byte[]> history;
  private final String userId;
  private final int hash;

  StoredPerson(
      ReadOnlyKeyValueStore<Bytes, byte[]> state,
      ReadOnlyWindowStore<Bytes, byte[]> history,
      String userId) {
    this.state = state;
    this.history = history;
    this.userId = userId;
    this.hash = Partitions.hash(userId);
  }

  @Override
  public String userId() {
    return userId;
  }

  @Override
  public int userHash() {
    return hash;
  }

  @Override
  public PersonSummary summary() {
    byte[] row = state.get(Keys.summary(hash, userId));
    return row == null ? PersonSummary.newcomer(userId) : PersonSummaryRow.unpack(userId, row);
  }

  @Override
  public Contact contact() {
    byte[] row = state.get(Keys.contact(hash, userId));
    return row == null ? Contact.UNKNOWN : new Contact(JsonValues.object(row));
  }

  @Override
  public Optional<Instance> instance(InstanceId id) {
    byte[] row = state.get(Keys.instance(id));
    return row == null
        ? Optional.empty()
        : Optional.of(InstanceRow.unpack(id, row))
            .filter(instance -> instance.userId().equals(userId));
  }

  @Override
  public Engagement engagement(SendId send) {
    return EngagementStore.get(state, hash, send);
  }

  @Override
  public EventHistory history() {
    return (name, since) ->
        HistoryStore.ofPerson(history, hash, userId)
            .filter(row -> row.value.name().equals(name))
            .filter(row -> !row.value.occurredAt().isBefore(since))
            .map(
                row -> new StoredEvent(row.key, name, row.value.occurredAt(), row.value.scalars()));
  }
}
