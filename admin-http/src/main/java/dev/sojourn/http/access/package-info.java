/** Who may call. */
@NullMarked
package dev.sojourn.http.access;

import org.jspecify.annotations.NullMarked;
