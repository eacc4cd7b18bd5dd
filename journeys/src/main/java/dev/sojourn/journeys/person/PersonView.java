package dev.sojourn.journeys.person;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import java.util.Optional;

/**
 * Person as a decision sees it, read lazily since most decisions need only the summary. Reads have
 * no side effects.
 */
public interface PersonView {

  String userId();

  /** murmur2 of the user id: the first part of every id and key of this person. */
  int userHash();

  PersonSummary summary();

  Contact contact();

  Optional<Instance> instance(InstanceId id);

  EventHistory history();

  /** The person's engagement with one email. */
  Engagement engagement(SendId send);
}
