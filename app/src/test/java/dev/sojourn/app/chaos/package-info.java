/** What happens when things are killed, stopped, late or broken. */
@NullMarked
package dev.sojourn.app.chaos;

import org.jspecify.annotations.NullMarked;
