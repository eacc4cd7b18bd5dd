/** Numbers of this node as Prometheus reads them. */
@NullMarked
package dev.sojourn.http.prometheus;

import org.jspecify.annotations.NullMarked;
