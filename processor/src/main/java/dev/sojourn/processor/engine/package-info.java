/** The engine as a whole: its settings, its life and what others may ask of it. */
@NullMarked
package dev.sojourn.processor.engine;

import org.jspecify.annotations.NullMarked;
