package dev.sojourn.delivery;

import dev.sojourn.delivery.bulkhead.BulkheadSettings;
import dev.sojourn.delivery.dispatch.ChannelProviders;
import dev.sojourn.delivery.template.TemplateCache;
import dev.sojourn.topics.registry.SharedValues;
import dev.sojourn.topics.topic.Topics;
import java.util.Map;

/**
 * Delivery service of one node: sends actions to providers and reports outcomes. An outcome and its
 * action's progress are committed in one transaction, so an action is sent to its provider twice
 * only when the process dies between the provider's answer and that commit. Any number of nodes
 * share the actions. Safe to close from any thread.
 */
public final class Delivery implements AutoCloseable {

  private final TemplateCache library;
  private final DeliveryWorker worker;

  private Delivery(TemplateCache library, DeliveryWorker worker) {
    this.library = library;
    this.worker = worker;
  }

  /**
   * Starts the delivery threads and returns at once, waiting in the background for an unreachable
   * broker. The topics must exist.
   *
   * @param kafka Kafka client settings: bootstrap servers, TLS, SASL. Settings that delivery's
   *     guarantees depend on are overridden
   * @param nodeId stable across restarts and unique to this node
   * @param outlets providers, called by many threads at once; owned by the caller, to be closed
   *     after this
   * @param channels bulkhead limits by channel, such as {@code email}; other channels get the
   *     defaults
   * @param shared registry values, shared with the engine of this process
   * @throws org.apache.kafka.common.KafkaException when a client cannot be created from the
   *     settings
   */
  public static Delivery start(
      Topics topics,
      Map<String, Object> kafka,
      String nodeId,
      ChannelProviders outlets,
      Map<String, BulkheadSettings> channels,
      SharedValues shared) {
    TemplateCache library = TemplateCache.start(topics, kafka, shared);
    try {
      return new Delivery(
          library, DeliveryWorker.start(topics, kafka, nodeId, library, outlets, channels));
    } catch (RuntimeException e) {
      library.close();
      throw e;
    }
  }

  /** Whether actions are being delivered, or will be once the broker is back. */
  public boolean isRunning() {
    return worker.isRunning();
  }

  /** Finishes in-flight actions and stops, within 5 seconds. */
  @Override
  public void close() {
    worker.close();
    library.close();
  }
}
