/** A running node: its components, the order in which they start, and its shutdown. */
@NullMarked
package dev.sojourn.app.node;

import org.jspecify.annotations.NullMarked;
