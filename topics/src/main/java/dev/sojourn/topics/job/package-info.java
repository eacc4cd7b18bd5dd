/** Work that every partition does its part of, over time. */
@NullMarked
package dev.sojourn.topics.job;

import org.jspecify.annotations.NullMarked;
