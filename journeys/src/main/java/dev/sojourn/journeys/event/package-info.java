/** Events in the domain model. */
@NullMarked
package dev.sojourn.journeys.event;

import org.jspecify.annotations.NullMarked;
