/** What people did with their emails, by send. */
@NullMarked
package dev.sojourn.processor.engagement;

import org.jspecify.annotations.NullMarked;
