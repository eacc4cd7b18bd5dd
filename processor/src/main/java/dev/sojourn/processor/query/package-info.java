/** Queries that the stores answer, and their results as the operations API shows them. */
@NullMarked
package dev.sojourn.processor.query;

import org.jspecify.annotations.NullMarked;
