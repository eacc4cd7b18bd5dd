/**
 * Normalizes PostHog's records into canonical events, in a stateless sub-topology upstream of the
 * engine.
 */
@NullMarked
package dev.sojourn.processor.posthog;

import org.jspecify.annotations.NullMarked;
