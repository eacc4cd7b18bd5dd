/** Releases held sends. */
@NullMarked
package dev.sojourn.processor.hold;

import org.jspecify.annotations.NullMarked;
