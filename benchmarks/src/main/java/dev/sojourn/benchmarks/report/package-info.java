/** Figures and their report. */
@NullMarked
package dev.sojourn.benchmarks.report;

import org.jspecify.annotations.NullMarked;
