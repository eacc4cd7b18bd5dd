/** Which actions of a partition are in flight, done, or still to be reported. */
@NullMarked
package dev.sojourn.delivery.inflight;

import org.jspecify.annotations.NullMarked;
