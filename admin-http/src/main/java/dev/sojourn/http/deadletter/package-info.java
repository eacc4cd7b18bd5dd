/** Listing, retrying and discarding dead letters. */
@NullMarked
package dev.sojourn.http.deadletter;

import org.jspecify.annotations.NullMarked;
