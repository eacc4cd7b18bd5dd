/** One request as the operations see it: its parameters, its body, its answer. */
@NullMarked
package dev.sojourn.http.call;

import org.jspecify.annotations.NullMarked;
