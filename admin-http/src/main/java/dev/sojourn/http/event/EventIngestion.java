package dev.sojourn.http.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.journeys.decide.Limits;
import java.time.Duration;

/** Ingestion route for a single event. */
final class EventIngestion {

  /** How long to wait for a receipt; it can be short because repeating the request is safe. */
  static final Duration RECEIPT = Duration.ofSeconds(2);

  private final EventAppender appender;

  EventIngestion(EventAppender appender) {
    this.appender = appender;
  }

  /**
   * {@code POST /v1/events}. With an idempotency key it responds once the engine has decided the
   * event, so that it can report a repeat; without one as soon as the log has the event.
   */
  void one(ApiRequest request) {
    JsonNode body = request.json(Limits.EVENT);
    IngestedEvent event = IngestedEvent.read(body, "", request.idempotencyKey().orElse(null));
    request.answerLater(202, Futures.bounded(appender.append(event, RECEIPT)));
  }
}
