/** What was found. */
@NullMarked
package dev.sojourn.benchmarks.report;

import org.jspecify.annotations.NullMarked;
