/** Bulk cancellation as a job that survives restarts. */
@NullMarked
package dev.sojourn.processor.job;

import org.jspecify.annotations.NullMarked;
