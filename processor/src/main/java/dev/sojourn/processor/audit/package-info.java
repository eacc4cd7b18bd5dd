/** The audit log: who did what, when, before and after. */
@NullMarked
package dev.sojourn.processor.audit;

import org.jspecify.annotations.NullMarked;
