/** Why events did not enrol a person, kept for operators. */
@NullMarked
package dev.sojourn.processor.refusal;

import org.jspecify.annotations.NullMarked;
