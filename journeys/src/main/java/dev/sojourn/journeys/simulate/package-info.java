/** People on the heap, about whom decisions are made and to whom they are applied. */
@NullMarked
package dev.sojourn.journeys.simulate;

import org.jspecify.annotations.NullMarked;
