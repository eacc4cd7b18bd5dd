/** Tests. */
@NullMarked
package dev.sojourn.app;

import org.jspecify.annotations.NullMarked;
