/** What the launcher is told: defaults, a file, the environment and the command line, as one. */
@NullMarked
package dev.sojourn.app.settings;

import org.jspecify.annotations.NullMarked;
