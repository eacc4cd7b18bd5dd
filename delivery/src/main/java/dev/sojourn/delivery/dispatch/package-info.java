/** Dispatches sends to their providers, each at most once at a time. */
@NullMarked
package dev.sojourn.delivery.dispatch;

import org.jspecify.annotations.NullMarked;
