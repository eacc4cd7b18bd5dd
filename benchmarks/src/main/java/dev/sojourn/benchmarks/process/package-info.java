/** The processes that are measured, and how the benchmark talks to them. */
@NullMarked
package dev.sojourn.benchmarks.process;

import org.jspecify.annotations.NullMarked;
