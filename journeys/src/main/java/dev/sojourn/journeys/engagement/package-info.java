/** What people do with the emails they got. */
@NullMarked
package dev.sojourn.journeys.engagement;

import org.jspecify.annotations.NullMarked;
