/** Releases sends that operators held back. */
@NullMarked
package dev.sojourn.processor.hold;

import org.jspecify.annotations.NullMarked;
