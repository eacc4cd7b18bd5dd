/** JSON in and out, strict where a person wrote it. */
@NullMarked
package dev.sojourn.topics.json;

import org.jspecify.annotations.NullMarked;
