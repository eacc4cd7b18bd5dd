/** The state of a person that decisions read. */
@NullMarked
package dev.sojourn.journeys.person;

import org.jspecify.annotations.NullMarked;
