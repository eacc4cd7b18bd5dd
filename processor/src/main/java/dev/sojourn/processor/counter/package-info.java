/** Counters by journey and by template. */
@NullMarked
package dev.sojourn.processor.counter;

import org.jspecify.annotations.NullMarked;
