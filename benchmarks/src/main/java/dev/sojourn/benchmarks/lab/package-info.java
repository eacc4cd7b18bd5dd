/** The broker, engines and the load generator of a benchmark, and the processes they run in. */
@NullMarked
package dev.sojourn.benchmarks.lab;

import org.jspecify.annotations.NullMarked;
