/** Liveness, readiness and the API description. */
@NullMarked
package dev.sojourn.http.health;

import org.jspecify.annotations.NullMarked;
