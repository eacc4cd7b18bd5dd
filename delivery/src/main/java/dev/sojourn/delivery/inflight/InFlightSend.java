package dev.sojourn.delivery.inflight;

import dev.sojourn.topics.action.SendOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * An action on its way.
 *
 * @param outcome what became of it, in the end; exceptional only when it was given back instead,
 *     and never began
 * @param tryCancel takes it back unless it has begun, and says whether it did: then it has no
 *     outcome
 */
public record InFlightSend(CompletableFuture<SendOutcome> outcome, BooleanSupplier tryCancel) {}
