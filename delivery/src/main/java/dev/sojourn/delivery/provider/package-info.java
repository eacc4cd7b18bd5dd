/** Providers that send messages. */
@NullMarked
package dev.sojourn.delivery.provider;

import org.jspecify.annotations.NullMarked;
