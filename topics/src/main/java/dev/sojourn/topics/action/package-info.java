/** Send actions for delivery and their outcomes. */
@NullMarked
package dev.sojourn.topics.action;

import org.jspecify.annotations.NullMarked;
