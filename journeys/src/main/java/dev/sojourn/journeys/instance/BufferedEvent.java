package dev.sojourn.journeys.instance;

import java.time.Instant;
import java.util.UUID;

/**
 * An awaited event that came while the step before the wait was still parked.
 *
 * @param step the wait that it is for
 */
public record BufferedEvent(String step, UUID eventId, Instant at, int depth) {}
