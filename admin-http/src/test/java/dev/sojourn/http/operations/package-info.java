/** Tests of the operations API's parts. */
@NullMarked
package dev.sojourn.http.operations;

import org.jspecify.annotations.NullMarked;
