/** Consumes actions from Kafka. */
@NullMarked
package dev.sojourn.delivery.consumer;

import org.jspecify.annotations.NullMarked;
