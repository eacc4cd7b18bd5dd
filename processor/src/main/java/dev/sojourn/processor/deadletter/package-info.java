/** Dead letters: writing, listing and counting records that cannot be processed. */
@NullMarked
package dev.sojourn.processor.deadletter;

import org.jspecify.annotations.NullMarked;
