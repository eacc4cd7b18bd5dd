/** The canonical event, as stored in the log. */
@NullMarked
package dev.sojourn.topics.event;

import org.jspecify.annotations.NullMarked;
