/** The engine as a whole: its settings, its lifecycle, its topology and its queries. */
@NullMarked
package dev.sojourn.processor.engine;

import org.jspecify.annotations.NullMarked;
