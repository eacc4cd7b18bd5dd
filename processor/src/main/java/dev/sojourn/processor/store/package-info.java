/** Typed faces of the few raw stores. */
@NullMarked
package dev.sojourn.processor.store;

import org.jspecify.annotations.NullMarked;
