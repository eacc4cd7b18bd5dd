/** Decisions: pure functions of a person's state, a stimulus and the time. */
@NullMarked
package dev.sojourn.journeys.decide;

import org.jspecify.annotations.NullMarked;
