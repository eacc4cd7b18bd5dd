/** Ingestion, stored events and replay. */
@NullMarked
package dev.sojourn.http.event;

import org.jspecify.annotations.NullMarked;
