/** Holds, bulk cancellation jobs and the outbox. */
@NullMarked
package dev.sojourn.http.sending;

import org.jspecify.annotations.NullMarked;
