/** JSON reading and writing, strict for input that people write. */
@NullMarked
package dev.sojourn.topics.json;

import org.jspecify.annotations.NullMarked;
