package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.EventHistory;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonView;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A person whose contact is read for a count: in a store, each read costs a look-up. */
record ContactReads(PersonView person, AtomicInteger reads) implements PersonView {

  @Override
  public String userId() {
    return person.userId();
  }

  @Override
  public int userHash() {
    return person.userHash();
  }

  @Override
  public PersonSummary summary() {
    return person.summary();
  }

  @Override
  public Contact contact() {
    reads.incrementAndGet();
    return person.contact();
  }

  @Override
  public Optional<Instance> instance(InstanceId id) {
    return person.instance(id);
  }

  @Override
  public EventHistory history() {
    return person.history();
  }

  @Override
  public Engagement engagement(SendId send) {
    return person.engagement(send);
  }
}
