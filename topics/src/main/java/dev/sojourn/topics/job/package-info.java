/** Background jobs, of which every partition does its part. */
@NullMarked
package dev.sojourn.topics.job;

import org.jspecify.annotations.NullMarked;
