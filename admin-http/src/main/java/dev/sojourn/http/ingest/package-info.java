/** The doors through which events come in. */
@NullMarked
package dev.sojourn.http.ingest;

import org.jspecify.annotations.NullMarked;
