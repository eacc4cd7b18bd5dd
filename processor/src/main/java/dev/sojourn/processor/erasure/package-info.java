/** Keyed hashes of erased people, whose later events are refused. */
@NullMarked
package dev.sojourn.processor.erasure;

import org.jspecify.annotations.NullMarked;
