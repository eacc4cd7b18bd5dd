/** What a process has done, in numbers for whoever watches it. */
@NullMarked
package dev.sojourn.processor.meter;

import org.jspecify.annotations.NullMarked;
