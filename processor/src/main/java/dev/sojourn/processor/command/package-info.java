/** Dispatches commands, handles those about a person, and stores each result for duplicates. */
@NullMarked
package dev.sojourn.processor.command;

import org.jspecify.annotations.NullMarked;
