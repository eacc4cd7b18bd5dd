/** The topology: nodes, stores and how they hang together. */
@NullMarked
package dev.sojourn.processor.topology;

import org.jspecify.annotations.NullMarked;
