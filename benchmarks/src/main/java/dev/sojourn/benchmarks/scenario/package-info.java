/** Benchmark scenarios. */
@NullMarked
package dev.sojourn.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
