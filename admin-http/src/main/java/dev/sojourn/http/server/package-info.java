/** The HTTP server: its settings, its routes, its life. */
@NullMarked
package dev.sojourn.http.server;

import org.jspecify.annotations.NullMarked;
