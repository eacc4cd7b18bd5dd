/** User ids. */
@NullMarked
package dev.sojourn.topics.person;

import org.jspecify.annotations.NullMarked;
