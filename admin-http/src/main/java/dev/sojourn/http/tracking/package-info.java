/** Click and open tracking, and unsubscribe pages. */
@NullMarked
package dev.sojourn.http.tracking;

import org.jspecify.annotations.NullMarked;
