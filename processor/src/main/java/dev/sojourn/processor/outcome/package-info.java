/** Handles outcomes of sends, and resends those whose outcome is overdue. */
@NullMarked
package dev.sojourn.processor.outcome;

import org.jspecify.annotations.NullMarked;
