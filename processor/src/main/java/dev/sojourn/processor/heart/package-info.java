/** The heart: one processor that sees a person's events, commands and outcomes in one order. */
@NullMarked
package dev.sojourn.processor.heart;

import org.jspecify.annotations.NullMarked;
