package dev.sojourn.processor.person;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.processor.history.HistoryRow;
import dev.sojourn.processor.row.PersonKey;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;

/** What is stored of people, as far as a decision may read it. */
interface PersonRows {

  PersonSummary summary(PersonKey who);

  Contact contact(PersonKey who);

  /** An instance of anybody. */
  Optional<Instance> instance(InstanceId id);

  /** The stored events of a person; the caller closes the stream. */
  Stream<KeyValue<UUID, HistoryRow>> events(PersonKey who);

  Engagement engagement(PersonKey who, SendId send);
}
