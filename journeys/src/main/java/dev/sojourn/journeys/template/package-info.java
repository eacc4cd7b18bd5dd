/** Message templates as the registry has them. */
@NullMarked
package dev.sojourn.journeys.template;

import org.jspecify.annotations.NullMarked;
