package dev.sojourn.http.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Ingestion route for a single event. */
final class EventIngestion {

  /** How long to wait for a receipt; it can be short because repeating the request is safe. */
  static final Duration RECEIPT = Duration.ofSeconds(2);

  private final EventGateway events;

  EventIngestion(EventGateway events) {
    this.events = events;
  }

  /**
   * Result of an ingested event.
   *
   * @param stored false for a repeat, which changed nothing
   */
  record Stored(boolean stored, String eventId) {}

  /**
   * {@code POST /v1/events}. With an idempotency key it responds once the engine has decided the
   * event, so that it can report a repeat; without one as soon as the log has the event.
   */
  void one(ApiRequest request) {
    JsonNode body = request.json(Limits.EVENT);
    IngestedEvent event = IngestedEvent.read(body, "", request.idempotencyKey().orElse(null));
    String key = event.key();
    CompletableFuture<Stored> stored =
        key == null
            ? Futures.bounded(events.append(event.canonical()))
                .thenApply(place -> stored(event, place))
            : Futures.bounded(events.appendForReceipt(event.canonical(), RECEIPT))
                .thenApply(receipt -> stored(event, key, receipt));
    request.answerLater(202, stored);
  }

  static Stored stored(IngestedEvent event, Place place) {
    return new Stored(true, event.idByPlace(place.partition(), place.offset()));
  }

  /**
   * Reads a receipt.
   *
   * @throws RefusedException when the engine rejected the event
   */
  static Stored stored(IngestedEvent event, String key, Result receipt) {
    if (receipt.status() >= 400 && receipt.status() < 500) {
      throw new RefusedException(
          receipt.status(), receipt.error() == null ? "Refused" : receipt.error());
    }
    if (receipt.status() != 200) {
      throw new UnavailableException("the engine could not decide this event");
    }
    return new Stored(!Boolean.FALSE.equals(receipt.body().get("stored")), event.idByKey(key));
  }
}
