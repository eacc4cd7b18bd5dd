/** One person's walk through one version of one journey. */
@NullMarked
package dev.sojourn.journeys.instance;

import org.jspecify.annotations.NullMarked;
