/** Journey metrics, the funnel and template metrics. */
@NullMarked
package dev.sojourn.http.metric;

import org.jspecify.annotations.NullMarked;
