/** What may be sent to people and when, regardless of the journey that sends it. */
@NullMarked
package dev.sojourn.journeys.sending;

import org.jspecify.annotations.NullMarked;
