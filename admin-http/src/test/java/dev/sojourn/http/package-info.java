/** A server on a port of its own, over an engine and a log that are made up. */
@NullMarked
package dev.sojourn.http;

import org.jspecify.annotations.NullMarked;
