/** How calls of servers are signed, ours and others'. */
@NullMarked
package dev.sojourn.topics.webhook;

import org.jspecify.annotations.NullMarked;
