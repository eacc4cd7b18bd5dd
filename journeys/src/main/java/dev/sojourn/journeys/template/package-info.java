/** Message templates as stored in the registry. */
@NullMarked
package dev.sojourn.journeys.template;

import org.jspecify.annotations.NullMarked;
