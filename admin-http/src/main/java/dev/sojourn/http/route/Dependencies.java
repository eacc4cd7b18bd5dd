package dev.sojourn.http.route;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.Rejections;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.kafka.DeadLetterLog;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.EventLog;
import java.time.InstantSource;

/**
 * What the routes of more than one resource need; each group takes its part. What only one resource
 * needs is given to the constructor of its group, since this package knows no resource. All
 * components are thread-safe.
 *
 * @param queries reads of all partitions
 * @param commands changes, decided by the engine
 * @param rejections what to tell the caller when the engine rejects something
 * @param events appends events
 * @param log reads events at given positions
 * @param deadLetters reads dead letters at given positions
 * @param clock the time of day
 * @param dev whether the node runs under {@code dev}, which has an outbox
 */
public record Dependencies(
    ClusterQueries queries,
    CommandGateway commands,
    Rejections rejections,
    EventGateway events,
    EventLog log,
    DeadLetterLog deadLetters,
    InstantSource clock,
    boolean dev) {}
