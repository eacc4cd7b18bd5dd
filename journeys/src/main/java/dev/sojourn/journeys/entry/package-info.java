/** Entry guards and the reasons for which an event does not enrol a person. */
@NullMarked
package dev.sojourn.journeys.entry;

import org.jspecify.annotations.NullMarked;
