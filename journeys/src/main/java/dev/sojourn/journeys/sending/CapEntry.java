package dev.sojourn.journeys.sending;

import dev.sojourn.journeys.instance.SendId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cap entry: a send that counts towards caps.
 *
 * @param at when it was first requested
 * @param channel such as {@code email}
 * @param category opt-out category, null when there is none
 */
public record CapEntry(SendId send, Instant at, String channel, @Nullable String category) {}
