/** What happened, as the domain sees it. */
@NullMarked
package dev.sojourn.journeys.event;

import org.jspecify.annotations.NullMarked;
