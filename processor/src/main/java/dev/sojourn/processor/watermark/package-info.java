/**
 * Watermarks and delivery progress: how far a task's inputs have been read, which timers and sweeps
 * wait for.
 */
@NullMarked
package dev.sojourn.processor.watermark;

import org.jspecify.annotations.NullMarked;
