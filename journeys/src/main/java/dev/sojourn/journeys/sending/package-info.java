/** What may be sent to people and when, whichever journey sends it. */
@NullMarked
package dev.sojourn.journeys.sending;

import org.jspecify.annotations.NullMarked;
