/** The measured processes, and the protocol between them and the benchmark. */
@NullMarked
package dev.sojourn.benchmarks.process;

import org.jspecify.annotations.NullMarked;
