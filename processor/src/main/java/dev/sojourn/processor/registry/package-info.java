/**
 * Journeys, templates, API keys and policies: their commands, their store, and the copy that each
 * task decides by.
 */
@NullMarked
package dev.sojourn.processor.registry;

import org.jspecify.annotations.NullMarked;
