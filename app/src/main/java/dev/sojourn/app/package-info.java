/** The launcher's command line. */
@NullMarked
package dev.sojourn.app;

import org.jspecify.annotations.NullMarked;
