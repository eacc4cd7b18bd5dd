/** Gateways that write to Kafka and wait for receipts and results; readers of the log. */
@NullMarked
package dev.sojourn.http.kafka;

import org.jspecify.annotations.NullMarked;
