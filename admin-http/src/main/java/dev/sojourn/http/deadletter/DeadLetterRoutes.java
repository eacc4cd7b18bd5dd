package dev.sojourn.http.deadletter;

import static dev.sojourn.http.route.Permission.ADMIN;
import static dev.sojourn.http.route.Permission.READ;
import static dev.sojourn.http.route.Route.delete;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.post;
import static java.util.Map.entry;

import dev.sojourn.http.request.Commands;
import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.redrive.DeadLetterRejection;
import java.util.List;
import java.util.Map;

/** Routes of dead letters. */
public final class DeadLetterRoutes implements RouteGroup {

  /** The texts of rejections. */
  public static final Map<Rejection.Code, String> REJECTIONS =
      Map.ofEntries(
          entry(DeadLetterRejection.DEAD_LETTER_NOT_FOUND, DeadLetters.NOT_FOUND),
          entry(DeadLetterRejection.DEAD_LETTER_NOT_PENDING, "Entry is not in pending state"),
          entry(
              DeadLetterRejection.DEAD_LETTER_WITHOUT_INSTANCE,
              "The entry does not say whose state has failed"),
          entry(
              DeadLetterRejection.DEAD_LETTER_WITHOUT_ORIGIN,
              "The entry does not say where its record came from"),
          entry(
              DeadLetterRejection.REGISTRY_NOT_REDRIVEN,
              "A record of the registry is not run again: publish the thing itself again"),
          entry(DeadLetterRejection.TOPIC_UNKNOWN, "Nothing is known of the topic '{topic}'"),
          entry(
              DeadLetterRejection.RECORD_UNREADABLE,
              "expected the record in base64, found something else"),
          entry(DecisionRejection.INSTANCE_GONE, "There is no state '{instance}' any more"),
          entry(
              DecisionRejection.INSTANCE_NOT_RETRYABLE,
              "Cannot retry journey in '{status}' status"),
          entry(
              DecisionRejection.FAILED_BY_ITS_JOURNEY,
              "The journey itself ended here, with a step of type 'fail'"),
          entry(
              DecisionRejection.ALREADY_ACTIVE,
              "already_active: another state of this journey is live"),
          entry(DecisionRejection.VERSION_UNKNOWN, "Version {version} of the journey is not known"),
          entry(DecisionRejection.MAX_DURATION_ENDED, "Its maxDuration ended at {endedAt}"),
          entry(
              DecisionRejection.ENTERED_AGAIN,
              "The person has entered the journey since, which its limit counts"));

  private static final String DEAD_LETTERS = Route.ADMIN + "/dlq";

  @Override
  public List<Route> routes(Dependencies dependencies) {
    DeadLetters deadLetters =
        new DeadLetters(
            dependencies.queries(),
            new Commands(dependencies.commands(), dependencies.rejections()),
            dependencies.deadLetters());
    return List.of(
        get(DEAD_LETTERS, READ, deadLetters::list),
        get(DEAD_LETTERS + "/{id}", READ, deadLetters::detail),
        post(DEAD_LETTERS + "/{id}/retry", ADMIN, deadLetters::retry),
        delete(DEAD_LETTERS + "/{id}", ADMIN, deadLetters::discard));
  }
}
