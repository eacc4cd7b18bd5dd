/** From action to outcome, at least once, whatever happens to the broker. */
@NullMarked
package dev.sojourn.delivery.worker;

import org.jspecify.annotations.NullMarked;
