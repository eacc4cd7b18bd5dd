/** The operations API, one class per resource. */
@NullMarked
package dev.sojourn.http.operations;

import org.jspecify.annotations.NullMarked;
