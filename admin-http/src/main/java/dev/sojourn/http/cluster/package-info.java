/** Queries to every partition owner, local or remote. */
@NullMarked
package dev.sojourn.http.cluster;

import org.jspecify.annotations.NullMarked;
