/** Rows of the stores: how keys sort and how values are packed. */
@NullMarked
package dev.sojourn.processor.row;

import org.jspecify.annotations.NullMarked;
