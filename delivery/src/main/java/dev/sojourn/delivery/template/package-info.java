/** Templates: where their contents come from, and how they become messages. */
@NullMarked
package dev.sojourn.delivery.template;

import org.jspecify.annotations.NullMarked;
