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
import dev.sojourn.processor.instance.InstanceRow;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;

/** What is stored of people, for readers on other threads: slightly stale, and never written. */
record PartitionRows(PartitionView partition) implements PersonRows {

  @Override
  public PersonSummary summary(PersonKey who) {
    return PersonStore.summary(who, partition.state().get(Keys.summary(who.hash(), who.userId())));
  }

  @Override
  public Contact contact(PersonKey who) {
    return PersonStore.contact(partition.state().get(Keys.contact(who.hash(), who.userId())));
  }

  @Override
  public Optional<Instance> instance(InstanceId id) {
    byte[] row = partition.state().get(Keys.instance(id));
    return row == null ? Optional.empty() : Optional.of(InstanceRow.unpack(id, row));
  }

  @Override
  public Stream<KeyValue<UUID, HistoryRow>> events(PersonKey who) {
    return HistoryStore.ofPerson(partition.history(), who.hash(), who.userId());
  }

  @Override
  public Engagement engagement(PersonKey who, SendId send) {
    return EngagementStore.get(partition.state(), who.hash(), send);
  }
}
