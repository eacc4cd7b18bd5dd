/** What a provider is: its contract, and what providers share. */
@NullMarked
package dev.sojourn.delivery.provider;

import org.jspecify.annotations.NullMarked;
