/** Delivers the engine's actions to providers and reports their outcomes. */
@NullMarked
package dev.sojourn.delivery;

import org.jspecify.annotations.NullMarked;
