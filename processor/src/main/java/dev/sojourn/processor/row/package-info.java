/** Rows of the state stores: how keys sort and how values are encoded. */
@NullMarked
package dev.sojourn.processor.row;

import org.jspecify.annotations.NullMarked;
