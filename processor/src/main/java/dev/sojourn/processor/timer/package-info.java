/** Timers, the clock of a task, and how it knows what it has read. */
@NullMarked
package dev.sojourn.processor.timer;

import org.jspecify.annotations.NullMarked;
