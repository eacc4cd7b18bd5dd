/** The newest messages of the log provider, for developers. */
@NullMarked
package dev.sojourn.processor.outbox;

import org.jspecify.annotations.NullMarked;
