/**
 * Normalizes PostHog's records into canonical events, in a stateless sub-topology before the
 * engine.
 */
@NullMarked
package dev.sojourn.processor.posthog;

import org.jspecify.annotations.NullMarked;
