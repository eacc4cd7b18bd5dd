/**
 * Stream threads: wake-ups without a fixed tick, commits, and how a thread shares its time between
 * timers and records.
 */
@NullMarked
package dev.sojourn.processor.thread;

import org.jspecify.annotations.NullMarked;
