/** Writes to the log, and the answers that come back. */
@NullMarked
package dev.sojourn.http.gateway;

import org.jspecify.annotations.NullMarked;
