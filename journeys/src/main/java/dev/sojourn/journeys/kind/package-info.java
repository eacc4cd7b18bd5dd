/** What the registry can hold: a kind for each type of published value. */
@NullMarked
package dev.sojourn.journeys.kind;

import org.jspecify.annotations.NullMarked;
