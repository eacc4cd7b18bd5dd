/** Load generator: events, and a delivery that always succeeds. */
@NullMarked
package dev.sojourn.benchmarks.load;

import org.jspecify.annotations.NullMarked;
