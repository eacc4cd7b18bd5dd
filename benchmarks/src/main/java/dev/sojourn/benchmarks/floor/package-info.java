/** The least topology that does what cannot be left out. */
@NullMarked
package dev.sojourn.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
