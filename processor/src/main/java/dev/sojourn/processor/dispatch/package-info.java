/** Dispatches commands to their handlers, and answers duplicates with the first result. */
@NullMarked
package dev.sojourn.processor.dispatch;

import org.jspecify.annotations.NullMarked;
