package dev.sojourn.journeys.instance;

import java.time.Instant;
import java.util.UUID;

/**
 * Event that arrived for a wait while the instance was still waiting at a step before it.
 *
 * @param step the wait that it is for
 */
public record BufferedEvent(String step, UUID eventId, Instant at, int depth) {}
