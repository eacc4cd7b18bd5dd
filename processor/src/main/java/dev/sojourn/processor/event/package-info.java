/** Handles events: duplicate check, contact update, decision, receipt. */
@NullMarked
package dev.sojourn.processor.event;

import org.jspecify.annotations.NullMarked;
