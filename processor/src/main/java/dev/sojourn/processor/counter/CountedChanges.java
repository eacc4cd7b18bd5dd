package dev.sojourn.processor.counter;

import java.util.Map;

/**
 * What is to be added to the counters of a task.
 *
 * @param totals by counter
 * @param versions by version of a journey
 */
public record CountedChanges(
    Map<CounterKey, Long> totals, Map<VersionKey, VersionCounts> versions) {}
