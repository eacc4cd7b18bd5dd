/** The baseline: the smallest topology that does the unavoidable work. */
@NullMarked
package dev.sojourn.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
