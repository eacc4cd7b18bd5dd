/** Engagement of people with their emails, by send. */
@NullMarked
package dev.sojourn.processor.engagement;

import org.jspecify.annotations.NullMarked;
