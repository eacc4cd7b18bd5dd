/** JMH benchmarks of the parts that run for each event. */
@NullMarked
package dev.sojourn.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
