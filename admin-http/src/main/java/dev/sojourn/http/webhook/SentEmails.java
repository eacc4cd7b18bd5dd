package dev.sojourn.http.webhook;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.journeys.instance.LogAction;
import dev.sojourn.journeys.instance.LogAction.Delivery;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.SendStep;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.LogView;
import dev.sojourn.processor.query.QueryResult.StateView;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sent emails, looked up by send id, and the events reported of them. Thread-safe. */
public final class SentEmails {

  private static final String TEMPLATE = "template";

  private final ClusterQueries queries;
  private final EventGateway events;

  public SentEmails(ClusterQueries queries, EventGateway events) {
    this.queries = queries;
    this.events = events;
  }

  /**
   * Looks up an email; {@link SentEmail#UNKNOWN} when no instance of ours sent it.
   *
   * @throws UnavailableException when its partition cannot answer now
   */
  SentEmail find(SendId send) {
    QueryResult.State found = queries.ofInstance(send.instance());
    StateView state = found.state();
    return state == null
        ? SentEmail.UNKNOWN
        : new SentEmail(
            state.userId(),
            state.journeyId(),
            found.logs().stream()
                .filter(log -> isOf(send, log))
                .findFirst()
                .flatMap(SentEmails::template)
                .or(() -> now(state.journeyId(), send.step()))
                .orElse(null));
  }

  /** The same; {@link SentEmail#UNKNOWN} also while the partition cannot answer. */
  public SentEmail findIfPossible(SendId send) {
    try {
      return find(send);
    } catch (UnavailableException e) {
      return SentEmail.UNKNOWN;
    }
  }

  /** Appends the event. Completes when the log has it; fails with {@link UnavailableException}. */
  public CompletableFuture<Place> tell(String userId, EmailEvent event, SentEmail mail) {
    return events.append(event.of(userId, mail));
  }

  private static boolean isOf(SendId send, LogView log) {
    LogAction action = LogAction.named(log.action());
    return action.isMessage()
        && action.delivery().filter(Delivery.SENT::equals).isPresent()
        && send.step().equals(log.fromNodeId());
  }

  private static Optional<String> template(LogView log) {
    Map<String, Object> detail = log.detail();
    @Nullable Object template = detail == null ? null : detail.get(TEMPLATE);
    return Optional.ofNullable(template).map(Object::toString);
  }

  /**
   * The template the step would send now: a report can arrive before the send is in the journey
   * log.
   */
  private Optional<String> now(String journeyId, String step) {
    Registry registry = queries.registry();
    return registry
        .journey(journeyId)
        .flatMap(registry::current)
        .flatMap(version -> version.definition().step(step))
        .filter(SendStep.class::isInstance)
        .map(found -> ((SendStep) found).template());
  }
}
