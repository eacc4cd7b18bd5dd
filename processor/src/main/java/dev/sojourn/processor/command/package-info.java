/** What every handler of a command is given and returns, and the results kept for duplicates. */
@NullMarked
package dev.sojourn.processor.command;

import org.jspecify.annotations.NullMarked;
