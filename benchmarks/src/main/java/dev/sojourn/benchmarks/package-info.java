/** Benchmarks of what runs for each event. */
@NullMarked
package dev.sojourn.benchmarks;

import org.jspecify.annotations.NullMarked;
