/**
 * Dispatches admin commands, applies those about a person, and remembers each result for repeats.
 */
@NullMarked
package dev.sojourn.processor.command;

import org.jspecify.annotations.NullMarked;
