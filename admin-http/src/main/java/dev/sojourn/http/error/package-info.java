/** Everything that is not an answer, in one shape. */
@NullMarked
package dev.sojourn.http.error;

import org.jspecify.annotations.NullMarked;
