/** Registry entries, as stored in the registry topic. */
@NullMarked
package dev.sojourn.topics.registry;

import org.jspecify.annotations.NullMarked;
