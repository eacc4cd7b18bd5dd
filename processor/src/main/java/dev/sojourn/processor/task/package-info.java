/**
 * What all features of a task share: input records, record forwarding, the task clock, and the
 * names of stores and nodes.
 */
@NullMarked
package dev.sojourn.processor.task;

import org.jspecify.annotations.NullMarked;
