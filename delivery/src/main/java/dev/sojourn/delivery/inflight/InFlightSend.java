package dev.sojourn.delivery.inflight;

import dev.sojourn.topics.action.SendOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * In-flight action.
 *
 * @param outcome the final outcome; exceptional only when the action was cancelled before it began
 * @param tryCancel cancels the action unless it has begun, and returns whether it did; a cancelled
 *     action has no outcome
 */
public record InFlightSend(CompletableFuture<SendOutcome> outcome, BooleanSupplier tryCancel) {}
