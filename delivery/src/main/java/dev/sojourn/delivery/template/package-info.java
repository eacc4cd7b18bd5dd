/** Template contents and their rendering to messages. */
@NullMarked
package dev.sojourn.delivery.template;

import org.jspecify.annotations.NullMarked;
