/** Deletes rows past their retention, in slices. */
@NullMarked
package dev.sojourn.processor.retention;

import org.jspecify.annotations.NullMarked;
