/** Links in mails that lead back here, and how we know that they are ours. */
@NullMarked
package dev.sojourn.topics.link;

import org.jspecify.annotations.NullMarked;
