/**
 * The pure domain of Sojourn: journeys, and how decisions move people through them. Nothing here
 * depends on Kafka, HTTP or the wall clock.
 */
@NullMarked
package dev.sojourn.journeys;

import org.jspecify.annotations.NullMarked;
