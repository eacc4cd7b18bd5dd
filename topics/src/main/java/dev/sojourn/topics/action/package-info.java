/** What delivery must do and what it did. */
@NullMarked
package dev.sojourn.topics.action;

import org.jspecify.annotations.NullMarked;
