/** Writes to Kafka and waits for receipts and results; queries ranges of the log. */
@NullMarked
package dev.sojourn.http.kafka;

import org.jspecify.annotations.NullMarked;
