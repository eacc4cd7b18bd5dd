/** Tests. */
@NullMarked
package dev.sojourn.app.node;

import org.jspecify.annotations.NullMarked;
