/** Command line of the launcher. */
@NullMarked
package dev.sojourn.app;

import org.jspecify.annotations.NullMarked;
