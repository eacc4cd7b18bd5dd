/**
 * What a person can be walked through: one record for each type of step, its behaviour beside its
 * data.
 */
@NullMarked
package dev.sojourn.journeys.step;

import org.jspecify.annotations.NullMarked;
