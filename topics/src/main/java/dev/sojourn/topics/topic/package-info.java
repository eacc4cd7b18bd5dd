/** Topics, their configuration, and the assignment of keys to partitions. */
@NullMarked
package dev.sojourn.topics.topic;

import org.jspecify.annotations.NullMarked;
