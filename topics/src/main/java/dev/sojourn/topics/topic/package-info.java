/** Which topics there are, how they are configured, and which partition a key belongs to. */
@NullMarked
package dev.sojourn.topics.topic;

import org.jspecify.annotations.NullMarked;
