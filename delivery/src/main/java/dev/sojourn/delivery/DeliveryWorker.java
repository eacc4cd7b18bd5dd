package dev.sojourn.delivery;

import dev.sojourn.delivery.bulkhead.BulkheadSettings;
import dev.sojourn.delivery.bulkhead.Bulkheads;
import dev.sojourn.delivery.consumer.ActionConsumer;
import dev.sojourn.delivery.consumer.KafkaActionConsumer;
import dev.sojourn.delivery.dispatch.ChannelProviders;
import dev.sojourn.delivery.dispatch.SendDispatcher;
import dev.sojourn.delivery.dispatch.SendLease;
import dev.sojourn.delivery.producer.KafkaOutcomeProducer;
import dev.sojourn.delivery.producer.OutcomeProducer;
import dev.sojourn.delivery.template.Templates;
import dev.sojourn.topics.topic.Topics;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Worker that runs the delivery loop on its own thread. */
public final class DeliveryWorker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeliveryWorker.class);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(8);

  /** Wait before an unreachable broker is tried again. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final StopSignal stop = new StopSignal();
  private final DeliveryLoop loop;
  private final Bulkheads bulkheads;
  private final Thread thread = new Thread(this::run, "sojourn-delivery");

  private DeliveryWorker(
      ActionConsumer actions,
      OutcomeProducer outcomes,
      SendDispatcher dispatcher,
      Bulkheads bulkheads,
      SendLease lease) {
    this.bulkheads = bulkheads;
    this.loop =
        new DeliveryLoop(actions, outcomes, dispatcher, lease, stop, PAUSE, System::nanoTime);
    thread.setDaemon(true);
  }

  /**
   * Starts delivery and returns at once.
   *
   * @param kafka Kafka client settings: bootstrap servers, TLS, SASL
   * @param nodeId stable across restarts and unique to this node
   * @param channels bulkhead limits by channel; channels not named share one bulkhead
   */
  public static DeliveryWorker start(
      Topics topics,
      Map<String, Object> kafka,
      String nodeId,
      Templates templates,
      ChannelProviders outlets,
      Map<String, BulkheadSettings> channels) {
    SendLease lease = new SendLease(System::nanoTime);
    Bulkheads bulkheads = new Bulkheads(channels, System::nanoTime, lease);
    DeliveryWorker worker =
        new DeliveryWorker(
            new KafkaActionConsumer(topics, kafka),
            new KafkaOutcomeProducer(topics, kafka, nodeId),
            new SendDispatcher(
                templates, outlets.renderer(), outlets.messages(), outlets.webhooks(), bulkheads),
            bulkheads,
            lease);
    worker.thread.start();
    return worker;
  }

  private void run() {
    try {
      loop.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable t) {
      log.error("Delivery has stopped", t);
      throw t;
    }
  }

  /** Whether actions are being delivered, or will be once the broker is back. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /**
   * Stops taking actions, finishes those that have begun, commits and leaves the group. Returns
   * within 8 seconds; what is not finished by then is delivered again.
   */
  @Override
  public void close() {
    stop.request();
    try {
      thread.join(CLOSE_PATIENCE.toMillis());
      if (thread.isAlive()) {
        log.warn("Delivery did not stop in time, abandoning its thread");
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      bulkheads.close();
    }
  }
}
