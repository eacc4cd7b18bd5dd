/** Numbers of this node as Prometheus queries them. */
@NullMarked
package dev.sojourn.http.prometheus;

import org.jspecify.annotations.NullMarked;
