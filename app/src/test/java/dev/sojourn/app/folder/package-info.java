/** Tests. */
@NullMarked
package dev.sojourn.app.folder;

import org.jspecify.annotations.NullMarked;
