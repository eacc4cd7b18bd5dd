package dev.sojourn.journeys.instance;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Log entry of an instance, as the operations API shows it.
 *
 * @param number from 1, in order
 * @param from the step left, null at entry
 * @param to the step entered, null when the instance did not end at a step
 */
public record LogEntry(
    int number,
    @Nullable String from,
    @Nullable String to,
    String action,
    @Nullable Map<String, Object> detail,
    Instant at) {}
