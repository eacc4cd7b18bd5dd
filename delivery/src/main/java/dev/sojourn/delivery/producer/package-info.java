/** Writes outcomes and committed progress to Kafka in one transaction. */
@NullMarked
package dev.sojourn.delivery.producer;

import org.jspecify.annotations.NullMarked;
