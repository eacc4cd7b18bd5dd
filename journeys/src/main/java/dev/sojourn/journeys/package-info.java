/**
 * The pure domain of Sojourn: what a journey is and what becomes of a person in it. Nothing here
 * knows Kafka, HTTP or the wall clock.
 */
@NullMarked
package dev.sojourn.journeys;

import org.jspecify.annotations.NullMarked;
