/** A running node: what it is made of, in which order it starts, and how it ends. */
@NullMarked
package dev.sojourn.app.node;

import org.jspecify.annotations.NullMarked;
