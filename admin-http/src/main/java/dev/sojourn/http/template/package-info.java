/** Templates as they are published, and what they would look like. */
@NullMarked
package dev.sojourn.http.template;

import org.jspecify.annotations.NullMarked;
