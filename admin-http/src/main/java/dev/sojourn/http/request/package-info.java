/** Request parsing: parameters, bodies, pages and cursors. */
@NullMarked
package dev.sojourn.http.request;

import org.jspecify.annotations.NullMarked;
