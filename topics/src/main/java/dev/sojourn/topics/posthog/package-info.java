/** PostHog's formats, converted to canonical events. */
@NullMarked
package dev.sojourn.topics.posthog;

import org.jspecify.annotations.NullMarked;
