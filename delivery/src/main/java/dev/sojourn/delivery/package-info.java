/** Takes what the engine wants said to providers and reports what became of it. */
@NullMarked
package dev.sojourn.delivery;

import org.jspecify.annotations.NullMarked;
