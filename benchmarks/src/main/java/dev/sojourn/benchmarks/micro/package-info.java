/** The parts that run for each event, one at a time, with JMH. */
@NullMarked
package dev.sojourn.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
