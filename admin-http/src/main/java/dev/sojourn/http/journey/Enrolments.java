package dev.sojourn.http.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.Rejections;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.http.kafka.Receipts;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Partitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enrolment routes. They append the journey's trigger event, so that it is stored like any other
 * event and every guard applies.
 */
final class Enrolments {

  private static final Logger LOG = LoggerFactory.getLogger(Enrolments.class);

  /** How many decisions of a person are searched for the result of the first request. */
  private static final int LOOKED_AT = 1_000;

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final ClusterQueries queries;
  private final EventGateway events;
  private final Rejections rejections;

  Enrolments(ClusterQueries queries, EventGateway events, Rejections rejections) {
    this.queries = queries;
    this.events = events;
    this.rejections = rejections;
  }

  private record OneAnswer(boolean enrolled, String event, String userId) {}

  private record BatchAnswer(int enrolled, int skipped, List<Row> results) {}

  /** Result for one person; the reason is set for a refusal. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Row(String userId, boolean enrolled, @Nullable String reason) {}

  /** {@code POST /v1/admin/journeys/{id}/enroll}: responds once the log has the event. */
  void one(ApiRequest request) {
    EnrolRequest enrolment = request.body(EnrolRequest.class);
    String event = triggerOf(request);
    CanonicalEvent trigger = enrolment.trigger(event, request.commandId());
    request.answerLater(
        Futures.bounded(enrolling(request).append(trigger)),
        place -> {
          LOG.debug("enrolment appended at {}", place);
          request.answer(202, new OneAnswer(true, event, enrolment.userId()));
        });
  }

  /** {@code POST /v1/admin/journeys/{id}/enroll/batch}: responds once all events are decided. */
  void batch(ApiRequest request) {
    List<EnrolRequest> enrolments = request.body(EnrolBatchRequest.class).users();
    String event = triggerOf(request);
    String commandId = request.commandId();
    List<CanonicalEvent> triggers = new ArrayList<>();
    for (int i = 0; i < enrolments.size(); i++) {
      triggers.add(enrolments.get(i).trigger(event, commandId + "-" + i));
    }
    String journeyId = request.path("id");
    request.answerLater(
        new Receipts(enrolling(request)).of(triggers, DEADLINE),
        receipts -> request.answer(200, answer(triggers, receipts, journeyId)));
  }

  private BatchAnswer answer(
      List<CanonicalEvent> triggers, List<Optional<Result>> receipts, String journeyId) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < triggers.size(); i++) {
      rows.add(row(triggers.get(i), receipts.get(i), journeyId));
    }
    int enrolled = (int) rows.stream().filter(Row::enrolled).count();
    return new BatchAnswer(enrolled, rows.size() - enrolled, rows);
  }

  private EventGateway enrolling(ApiRequest request) {
    return events.enrolling(request.caller(), request.path("id"));
  }

  private String triggerOf(ApiRequest request) {
    Registry registry = queries.registry();
    Journey journey = Journeys.find(registry, request);
    return registry
        .current(journey)
        .map(version -> version.definition().trigger().event())
        .orElseThrow(() -> new RefusedException(409, "Journey has no published version"));
  }

  private Row row(CanonicalEvent trigger, Optional<Result> receipt, String journeyId) {
    String userId = trigger.distinctId();
    if (receipt.isEmpty()) {
      return new Row(userId, false, "pending");
    }
    Receipt decided = new Receipt(receipt.get());
    if (decided.isRepeat()) {
      return earlier(trigger, journeyId);
    }
    String reason = decided.refusal(journeyId, rejections).orElse(null);
    return new Row(userId, reason == null, reason);
  }

  /** The result of this event when it was first decided: a repeat gets the first response. */
  private Row earlier(CanonicalEvent trigger, String journeyId) {
    String userId = trigger.distinctId();
    String key = Objects.requireNonNull(trigger.uuid());
    String eventId = EventIds.derive(Partitions.hash(userId), userId, key).toString();
    return queries
        .ofPerson(userId, new Query.Decisions(journeyId, userId, null, LOOKED_AT))
        .decisions()
        .stream()
        .filter(decision -> decision.eventId().equals(eventId))
        .findFirst()
        .map(decision -> new Row(userId, decision.outcome().equals("entered"), decision.reason()))
        .orElseGet(() -> new Row(userId, false, "duplicate"));
  }
}
