/** Signed tracking and unsubscribe links in emails. */
@NullMarked
package dev.sojourn.topics.link;

import org.jspecify.annotations.NullMarked;
