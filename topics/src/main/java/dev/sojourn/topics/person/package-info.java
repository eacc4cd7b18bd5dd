/** The ids of persons. */
@NullMarked
package dev.sojourn.topics.person;

import org.jspecify.annotations.NullMarked;
