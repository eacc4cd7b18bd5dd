/** Java DSL for journeys and conditions. */
@NullMarked
package dev.sojourn.journeys.dsl;

import org.jspecify.annotations.NullMarked;
