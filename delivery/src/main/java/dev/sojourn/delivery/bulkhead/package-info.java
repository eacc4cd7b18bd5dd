/** Limits of each channel and server: concurrency, rate and a circuit breaker. */
@NullMarked
package dev.sojourn.delivery.bulkhead;

import org.jspecify.annotations.NullMarked;
