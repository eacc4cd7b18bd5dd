/** Tests. */
@NullMarked
package dev.sojourn.app.architecture;

import org.jspecify.annotations.NullMarked;
