/** Questions to whichever node owns the answer. */
@NullMarked
package dev.sojourn.http.read;

import org.jspecify.annotations.NullMarked;
