/** Tests. */
@NullMarked
package dev.sojourn.app.settings;

import org.jspecify.annotations.NullMarked;
