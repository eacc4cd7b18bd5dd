/** The internal route on which a node answers queries of other nodes. */
@NullMarked
package dev.sojourn.http.node;

import org.jspecify.annotations.NullMarked;
