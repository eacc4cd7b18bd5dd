/** Whether this node lives and is ready. */
@NullMarked
package dev.sojourn.http.health;

import org.jspecify.annotations.NullMarked;
