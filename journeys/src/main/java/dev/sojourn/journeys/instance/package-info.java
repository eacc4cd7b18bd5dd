/** Instances: one person's run of one version of one journey. */
@NullMarked
package dev.sojourn.journeys.instance;

import org.jspecify.annotations.NullMarked;
