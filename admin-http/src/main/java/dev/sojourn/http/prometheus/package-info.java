/** Metrics of this node for Prometheus. */
@NullMarked
package dev.sojourn.http.prometheus;

import org.jspecify.annotations.NullMarked;
