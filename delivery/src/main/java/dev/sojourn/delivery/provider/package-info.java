/** Those who get messages out. */
@NullMarked
package dev.sojourn.delivery.provider;

import org.jspecify.annotations.NullMarked;
