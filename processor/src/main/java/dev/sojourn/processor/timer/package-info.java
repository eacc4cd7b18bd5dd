/** Timers: their store, and the punctuator that fires them. */
@NullMarked
package dev.sojourn.processor.timer;

import org.jspecify.annotations.NullMarked;
