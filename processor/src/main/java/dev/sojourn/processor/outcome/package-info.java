/** Handles outcomes of sends, and asks again for those that are overdue. */
@NullMarked
package dev.sojourn.processor.outcome;

import org.jspecify.annotations.NullMarked;
