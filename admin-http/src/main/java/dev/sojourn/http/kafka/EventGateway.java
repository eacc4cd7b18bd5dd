package dev.sojourn.http.kafka;

import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Gateway that appends events to the log. Thread-safe. The futures fail with {@link
 * dev.sojourn.http.error.UnavailableException} when the log cannot be reached; none stays
 * incomplete.
 */
public interface EventGateway {

  /** Appends an event. The future completes when every in-sync replica has it. */
  CompletableFuture<Place> append(CanonicalEvent event);

  /**
   * Appends an event. The future completes when the engine has decided it. The receipt has {@link
   * dev.sojourn.topics.result.Answer.EventDecided}, or says why the event was not stored.
   *
   * @param deadline after which the future fails; the event may still be decided later
   */
  CompletableFuture<Result> appendForReceipt(CanonicalEvent event, Duration deadline);

  /**
   * A gateway to the same log for events by which an operator enrols persons: the headers of each
   * record name the actor and the journey, which events from outside cannot set.
   */
  EventGateway enrolling(Actor by, String journeyId);

  /** Position of an event in the events topic. */
  record Place(int partition, long offset) {}
}
