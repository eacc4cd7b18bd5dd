/** Durations and local time in a person's time zone. */
@NullMarked
package dev.sojourn.journeys.time;

import org.jspecify.annotations.NullMarked;
