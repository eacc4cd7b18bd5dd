/** Retries and discards dead letters. */
@NullMarked
package dev.sojourn.processor.redrive;

import org.jspecify.annotations.NullMarked;
