package dev.sojourn.journeys.sending;

import dev.sojourn.journeys.instance.SendId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a send counts against what a person may get.
 *
 * @param at when it was asked for first
 * @param channel such as {@code email}
 * @param category what it is, null when that is not said
 */
public record CapEntry(SendId send, Instant at, String channel, @Nullable String category) {}
