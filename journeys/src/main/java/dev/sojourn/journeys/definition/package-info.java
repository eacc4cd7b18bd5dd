/** The canonical journey definition, as files, HTTP and Java all produce it. */
@NullMarked
package dev.sojourn.journeys.definition;

import org.jspecify.annotations.NullMarked;
