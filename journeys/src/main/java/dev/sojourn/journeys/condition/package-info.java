/** Conditions on an event, a contact or a person's history. */
@NullMarked
package dev.sojourn.journeys.condition;

import org.jspecify.annotations.NullMarked;
