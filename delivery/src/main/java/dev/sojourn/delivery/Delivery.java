package dev.sojourn.delivery;

import dev.sojourn.delivery.bulkhead.BulkheadSettings;
import dev.sojourn.delivery.dispatch.ChannelProviders;
import dev.sojourn.delivery.template.TemplateCache;
import dev.sojourn.topics.topic.Topics;
import java.util.Map;

/**
 * Delivery of one node: takes actions to providers and reports outcomes. An outcome and that its
 * action is done get into the log together, so an action is taken to its provider again only when
 * the process ends between the provider's answer and that commit. Any number of nodes share the
 * actions. Safe to close from any thread.
 */
public final class Delivery implements AutoCloseable {

  private final TemplateCache library;
  private final DeliveryWorker worker;

  private Delivery(TemplateCache library, DeliveryWorker worker) {
    this.library = library;
    this.worker = worker;
  }

  /**
   * Starts its threads and returns at once; a broker that is away is waited for. The topics have to
   * be there.
   *
   * @param kafka settings for Kafka's clients: bootstrap servers, TLS, SASL. Those on which
   *     delivery's promises rest are set over them
   * @param nodeId the same after a restart, and no other node's
   * @param outlets whoever takes what there is to deliver, called by many threads at once; they
   *     stay the caller's, to be closed after this
   * @param channels how much goes on at once of each, such as {@code email}; those that are not
   *     named go their standard way
   * @throws org.apache.kafka.common.KafkaException when a client cannot be made of the settings
   */
  public static Delivery start(
      Topics topics,
      Map<String, Object> kafka,
      String nodeId,
      ChannelProviders outlets,
      Map<String, BulkheadSettings> channels) {
    TemplateCache library = TemplateCache.start(topics, kafka);
    try {
      return new Delivery(
          library, DeliveryWorker.start(topics, kafka, nodeId, library, outlets, channels));
    } catch (RuntimeException e) {
      library.close();
      throw e;
    }
  }

  /** Whether actions are being delivered, or will be when the broker is back. */
  public boolean isRunning() {
    return worker.isRunning();
  }

  /** Finishes what is in hand and stops, within 5 seconds. */
  @Override
  public void close() {
    worker.close();
    library.close();
  }
}
