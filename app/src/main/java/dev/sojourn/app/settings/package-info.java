/** Settings, merged from defaults, a file, the environment and the command line. */
@NullMarked
package dev.sojourn.app.settings;

import org.jspecify.annotations.NullMarked;
