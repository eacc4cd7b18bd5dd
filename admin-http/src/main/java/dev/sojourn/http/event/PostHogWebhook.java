package dev.sojourn.http.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.posthog.WebhookPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Webhook that accepts events from a PostHog webhook destination. PostHog retries whatever is not
 * answered with a 2xx, so the response is sent once the log has the event, and a repeat is
 * recognised by its uuid. Payloads are read by hand, not bound: the fields are PostHog's, in
 * several shapes, and unknown ones are ignored.
 */
final class PostHogWebhook {

  private static final ObjectMapper LENIENT = Json.lenient();

  private final EventGateway events;

  PostHogWebhook(EventGateway events) {
    this.events = events;
  }

  private record One(boolean ok, String event, String userId) {}

  private record Many(boolean ok, List<Taken> results) {}

  private record Taken(String event, String userId) {}

  /** {@code POST /v1/webhooks/posthog}. */
  void take(ApiRequest request) {
    WebhookPayload payload = read(request);
    List<CompletableFuture<Place>> pending = new ArrayList<>();
    for (CanonicalEvent event : payload.events()) {
      CompletableFuture<Place> written = Futures.bounded(events.append(event));
      pending.add(written);
      if (written.isCompletedExceptionally()) {
        break;
      }
    }
    request.answerLater(
        Futures.settled(pending),
        done -> {
          pending.forEach(Futures::on);
          request.answer(200, answer(payload));
        });
  }

  private static Object answer(WebhookPayload payload) {
    CanonicalEvent first = payload.events().get(0);
    return payload.many()
        ? new Many(
            true,
            payload.events().stream()
                .map(event -> new Taken(event.event(), event.distinctId()))
                .toList())
        : new One(true, first.event(), first.distinctId());
  }

  private static WebhookPayload read(ApiRequest request) {
    try {
      WebhookPayload payload = WebhookPayload.read(request.json(ApiRequest.MAX_BODY, LENIENT));
      for (CanonicalEvent event : payload.events()) {
        if (event.bytes().length > Limits.EVENT) {
          throw RefusedException.tooLarge(
              "expected an event of at most %d bytes".formatted(Limits.EVENT));
        }
      }
      return payload;
    } catch (InvalidRecordException e) {
      throw RefusedException.invalid("Invalid payload: " + e.getMessage());
    }
  }
}
