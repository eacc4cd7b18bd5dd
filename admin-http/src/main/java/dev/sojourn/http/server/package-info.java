/** HTTP server: settings, routes and lifecycle. */
@NullMarked
package dev.sojourn.http.server;

import org.jspecify.annotations.NullMarked;
