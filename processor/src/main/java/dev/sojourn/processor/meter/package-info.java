/** Meters of a process, for monitoring. */
@NullMarked
package dev.sojourn.processor.meter;

import org.jspecify.annotations.NullMarked;
