package dev.sojourn.http.event;

import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.Rejections;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Rejection.Kind;
import dev.sojourn.topics.result.Answer.EventDecided;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Appends ingested events. An event with an idempotency key is stored once the engine has decided
 * it, so that a repeat can be reported; one without as soon as the log has it.
 */
record EventAppender(EventGateway events, Rejections rejections) {

  /** The status of an event of an erased person: it is gone, whatever the sender does. */
  private static final int GONE = 410;

  /**
   * Result of an ingested event.
   *
   * @param stored false for a repeat, which changed nothing
   */
  record Stored(boolean stored, String eventId) {}

  /**
   * Appends an event. The future fails with {@link RefusedException} when the engine rejects it.
   *
   * @param deadline for the receipt of an event with a key
   */
  CompletableFuture<Stored> append(IngestedEvent event, Duration deadline) {
    String key = event.key();
    return key == null
        ? events.append(event.canonical()).thenApply(place -> stored(event, place))
        : events
            .appendForReceipt(event.canonical(), deadline)
            .thenApply(receipt -> stored(event, key, receipt));
  }

  private static Stored stored(IngestedEvent event, Place place) {
    return new Stored(true, event.idByPlace(place.partition(), place.offset()));
  }

  private Stored stored(IngestedEvent event, String key, Result receipt) {
    Rejection rejection = receipt.rejection();
    if (rejection == null) {
      return new Stored(receipt.answer(EventDecided.class).stored(), event.idByKey(key));
    }
    if (rejection.kind() == Kind.FAILED) {
      throw new UnavailableException("the engine could not decide this event");
    }
    throw rejection.kind() == Kind.ERASED
        ? new RefusedException(GONE, rejections.text(rejection))
        : rejections.refused(rejection);
  }
}
