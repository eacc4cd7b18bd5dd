/** The journal: every stimulus and its decision, in order. */
@NullMarked
package dev.sojourn.topics.journal;

import org.jspecify.annotations.NullMarked;
