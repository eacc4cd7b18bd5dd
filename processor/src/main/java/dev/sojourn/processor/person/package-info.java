/**
 * A person's stored state: summary, contact and due timers, and how decisions are written to the
 * stores.
 */
@NullMarked
package dev.sojourn.processor.person;

import org.jspecify.annotations.NullMarked;
