/** What PostHog writes, turned into canonical events. */
@NullMarked
package dev.sojourn.topics.posthog;

import org.jspecify.annotations.NullMarked;
