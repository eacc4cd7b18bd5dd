/** What the engine costs: scenarios on a real broker, and its parts alone. */
@NullMarked
package dev.sojourn.benchmarks;

import org.jspecify.annotations.NullMarked;
