package dev.sojourn.http.journey;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.EventRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Explanation of why a person has no decision in a journey, so that an operator who sees an empty
 * list knows where to look next.
 */
final class MissingDecision {

  private final ClusterQueries queries;
  private final Registry registry;

  MissingDecision(ClusterQueries queries, Registry registry) {
    this.queries = queries;
    this.registry = registry;
  }

  /**
   * Explains it in one sentence.
   *
   * @param outcome the outcome asked for, null for any
   */
  String note(Journey journey, String userId, @Nullable String outcome) {
    if (outcome != null && hasOther(journey, userId)) {
      return "No decision of this user has the outcome '%s', but there is one with the other."
          .formatted(outcome);
    }
    Optional<JourneyVersion> version = registry.current(journey);
    if (version.isEmpty()) {
      return "This journey was never published.";
    }
    if (queries.ofPerson(userId, new Query.ContactOf(userId)).erased()) {
      return "This user was erased: nothing of them is known, and their events are refused.";
    }
    String trigger = version.get().definition().trigger().event();
    List<EventRow> newest =
        queries.ofPerson(userId, new Query.EventsOfPerson(userId, trigger, null, null, 1)).events();
    return newest.isEmpty()
        ? ("No event '%s' of this user is stored: it never arrived, or ingestion refused it,"
                + " which a dead letter would tell.")
            .formatted(trigger)
        : ("An event '%s' of this user is stored (%s), but was decided before this journey was"
                + " published, or longer ago than 30 days, or came as historical and so starts"
                + " nothing.")
            .formatted(trigger, newest.get(0).id());
  }

  private boolean hasOther(Journey journey, String userId) {
    return queries.ofPerson(userId, new Query.Decisions(journey.id(), userId, null, 1)).total() > 0;
  }
}
