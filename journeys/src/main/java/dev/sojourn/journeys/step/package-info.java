/** Step types: one record for each, its behaviour beside its data. */
@NullMarked
package dev.sojourn.journeys.step;

import org.jspecify.annotations.NullMarked;
