/**
 * A single-node Kafka inside the process, for {@code sojourn dev} and for our integration tests.
 *
 * <p>Everything that touches Kafka's server internals, which change between releases, stays in this
 * package; nothing else may import {@code kafka.*} or {@code org.apache.kafka.server.*}.
 */
@NullMarked
package dev.sojourn.app.broker;

import org.jspecify.annotations.NullMarked;
