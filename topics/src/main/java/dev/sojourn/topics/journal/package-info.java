/** Every stimulus in the order it was decided. */
@NullMarked
package dev.sojourn.topics.journal;

import org.jspecify.annotations.NullMarked;
