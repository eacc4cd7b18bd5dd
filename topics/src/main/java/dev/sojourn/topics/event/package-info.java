/** The canonical event, as it stands in the log. */
@NullMarked
package dev.sojourn.topics.event;

import org.jspecify.annotations.NullMarked;
