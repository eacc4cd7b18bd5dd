/** Published things, as they stand in the registry topic. */
@NullMarked
package dev.sojourn.topics.registry;

import org.jspecify.annotations.NullMarked;
