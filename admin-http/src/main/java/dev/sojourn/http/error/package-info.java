/** Error responses, all of one shape. */
@NullMarked
package dev.sojourn.http.error;

import org.jspecify.annotations.NullMarked;
