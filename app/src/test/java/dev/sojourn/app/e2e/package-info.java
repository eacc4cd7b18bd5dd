/** The whole product, seen from outside: its HTTP and its topics. */
@NullMarked
package dev.sojourn.app.e2e;

import org.jspecify.annotations.NullMarked;
