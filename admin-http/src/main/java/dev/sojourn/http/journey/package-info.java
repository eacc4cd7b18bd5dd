/** Journeys, their instances, enrolment and entry decisions. */
@NullMarked
package dev.sojourn.http.journey;

import org.jspecify.annotations.NullMarked;
