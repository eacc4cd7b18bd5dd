/** Benchmarks of the engine: scenarios on a real broker, and microbenchmarks. */
@NullMarked
package dev.sojourn.benchmarks;

import org.jspecify.annotations.NullMarked;
