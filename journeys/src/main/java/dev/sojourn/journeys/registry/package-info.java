/** The registry of published journeys, their versions and templates. */
@NullMarked
package dev.sojourn.journeys.registry;

import org.jspecify.annotations.NullMarked;
