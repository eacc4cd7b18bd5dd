/** How far a task has read its inputs, which timers and sweeps wait for. */
@NullMarked
package dev.sojourn.processor.watermark;

import org.jspecify.annotations.NullMarked;
