/** API keys, and what a role may do. */
@NullMarked
package dev.sojourn.journeys.access;

import org.jspecify.annotations.NullMarked;
