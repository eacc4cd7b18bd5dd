/** Turns what PostHog writes into canonical events, apart from the heart and before it. */
@NullMarked
package dev.sojourn.processor.posthog;

import org.jspecify.annotations.NullMarked;
