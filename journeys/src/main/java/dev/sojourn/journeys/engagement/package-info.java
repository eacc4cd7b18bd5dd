/** Engagement of people with the emails they received. */
@NullMarked
package dev.sojourn.journeys.engagement;

import org.jspecify.annotations.NullMarked;
