/** What decisions know of a person. */
@NullMarked
package dev.sojourn.journeys.person;

import org.jspecify.annotations.NullMarked;
