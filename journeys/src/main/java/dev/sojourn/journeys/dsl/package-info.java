/** Journeys and conditions written in Java. */
@NullMarked
package dev.sojourn.journeys.dsl;

import org.jspecify.annotations.NullMarked;
