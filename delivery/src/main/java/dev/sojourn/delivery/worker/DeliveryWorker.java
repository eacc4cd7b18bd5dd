package dev.sojourn.delivery.worker;

import dev.sojourn.delivery.Outlets;
import dev.sojourn.delivery.template.Templates;
import dev.sojourn.topics.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that delivers. */
public final class DeliveryWorker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeliveryWorker.class);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(4);

  /** How long a broker that is away is left alone before it is tried again. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final StopSignal stop = new StopSignal();
  private final DeliveryLoop loop;
  private final Thread thread = new Thread(this::run, "sojourn-delivery");

  private DeliveryWorker(Actions actions, Outcomes outcomes, Courier courier) {
    this.loop = new DeliveryLoop(actions, outcomes, courier, stop, PAUSE, InstantSource.system());
    thread.setDaemon(true);
  }

  /**
   * Begins to deliver; returns at once.
   *
   * @param kafka settings for clients: bootstrap servers, TLS, SASL
   */
  public static DeliveryWorker start(
      Topics topics, Map<String, Object> kafka, Templates templates, Outlets outlets) {
    DeliveryWorker worker =
        new DeliveryWorker(
            new KafkaActions(topics, kafka),
            new KafkaOutcomes(topics, kafka),
            new Courier(templates, outlets.renderer(), outlets.messages(), outlets.webhooks()));
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

  /** Whether actions are being delivered, or will be when the broker is back. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /**
   * Takes no more actions, finishes the one in hand, commits, leaves the group. Returns within 4
   * seconds; what is not finished by then will be delivered again.
   */
  @Override
  public void close() {
    stop.request();
    try {
      thread.join(CLOSE_PATIENCE.toMillis());
      if (thread.isAlive()) {
        log.warn("The delivery in hand is not over; it is left behind");
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
