/** Commands (admin writes), as stored in the control topic. */
@NullMarked
package dev.sojourn.topics.command;

import org.jspecify.annotations.NullMarked;
