/** What clocks on a wall show, and where a person's wall is. */
@NullMarked
package dev.sojourn.journeys.clock;

import org.jspecify.annotations.NullMarked;
