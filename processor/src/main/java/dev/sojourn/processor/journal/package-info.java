/** The journal: every decision, in the order in which it was made. */
@NullMarked
package dev.sojourn.processor.journal;

import org.jspecify.annotations.NullMarked;
