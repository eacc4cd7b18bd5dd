/** A broker, engines and a load generator, each in a process of its own. */
@NullMarked
package dev.sojourn.benchmarks.lab;

import org.jspecify.annotations.NullMarked;
