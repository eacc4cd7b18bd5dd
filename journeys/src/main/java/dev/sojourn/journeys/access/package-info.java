/** API keys, roles and scopes. */
@NullMarked
package dev.sojourn.journeys.access;

import org.jspecify.annotations.NullMarked;
