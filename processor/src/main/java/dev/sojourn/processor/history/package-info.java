/** The event history of each person, in segments that expire as a whole. */
@NullMarked
package dev.sojourn.processor.history;

import org.jspecify.annotations.NullMarked;
