/** Routes of the API: what a resource hands to the server. */
@NullMarked
package dev.sojourn.http.route;

import org.jspecify.annotations.NullMarked;
