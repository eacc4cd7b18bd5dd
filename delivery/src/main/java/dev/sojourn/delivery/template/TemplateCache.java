package dev.sojourn.delivery.template;

import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.registry.RegistryRecord;
import dev.sojourn.topics.registry.SharedValues;
import dev.sojourn.topics.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Template cache: all contents ever published, kept in memory and updated by its own thread.
 * Lookups are safe from any thread.
 *
 * <p>Deletions are ignored: the content under a hash never changes, and an in-flight send may still
 * need it.
 */
public final class TemplateCache implements Templates, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TemplateCache.class);

  /** Also the longest delay before the reading thread notices a waiting lookup. */
  private static final Duration POLL = Duration.ofMillis(100);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration CLOSE_PATIENCE = Duration.ofMillis(800);

  private final RegistryFeed feed;
  private final SharedValues shared;
  private final Map<String, Template> contents = new ConcurrentHashMap<>();
  private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "sojourn-delivery-templates");
  private boolean failing;

  /** A lookup that waits until everything before {@code end} has been read. */
  private record Waiting(long end, CompletableFuture<Void> reached) {}

  TemplateCache(RegistryFeed feed, SharedValues shared) {
    this.feed = feed;
    this.shared = shared;
    thread.setDaemon(true);
  }

  /**
   * Starts reading and returns at once.
   *
   * @param kafka Kafka client settings: bootstrap servers, TLS, SASL
   * @param shared with the engine of this process
   */
  public static TemplateCache start(Topics topics, Map<String, Object> kafka, SharedValues shared) {
    TemplateCache library = new TemplateCache(new KafkaRegistryFeed(topics, kafka), shared);
    library.thread.start();
    return library;
  }

  @Override
  public TemplateLookup byHash(String hash, Duration maxWait) {
    Template known = contents.get(hash);
    if (known != null) {
      return new TemplateLookup.Found(known);
    }
    CompletableFuture<Void> upToDate = new CompletableFuture<>();
    asked.add(upToDate);
    try {
      upToDate.get(maxWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new TemplateLookup.Unknown();
    } catch (TimeoutException | ExecutionException e) {
      // Completes the future so that the reading thread drops it.
      upToDate.cancel(false);
      Template late = contents.get(hash);
      return late == null ? new TemplateLookup.Unknown() : new TemplateLookup.Found(late);
    }
    Template found = contents.get(hash);
    return found == null ? new TemplateLookup.Missing() : new TemplateLookup.Found(found);
  }

  private void run() {
    try (feed) {
      while (stopping.getCount() > 0) {
        follow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      log.warn("The registry consumer did not close cleanly: {}", e.getClass().getSimpleName());
    }
  }

  /** Runs one step, and survives broker failures. */
  private void follow() throws InterruptedException {
    try {
      step();
      if (failing) {
        failing = false;
        log.info("Reading the registry works again");
      }
    } catch (RuntimeException e) {
      // A client that threw is not reused, whatever the cause; reading starts over.
      if (!failing) {
        failing = true;
        log.warn("Cannot read the registry, retrying", e);
      }
      reopenAfterPause();
    }
  }

  private void reopenAfterPause() throws InterruptedException {
    if (stopping.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    try {
      feed.reopen();
    } catch (KafkaException e) {
      log.debug("Cannot reopen the registry consumer", e);
    }
  }

  /** Reads a batch, then completes the lookups that waited for it. */
  void step() {
    for (ConsumerRecord<byte[], byte[]> entry : feed.read(POLL)) {
      keep(entry);
    }
    if (!asked.isEmpty()) {
      noteEnd();
    }
    if (!waiting.isEmpty()) {
      completeWaiting();
    }
  }

  private void keep(ConsumerRecord<byte[], byte[]> entry) {
    byte[] value = entry.value();
    if (value == null) {
      return;
    }
    try {
      RegistryRecord read = RegistryRecord.read(value).sharing(shared);
      read.value(Template.KIND)
          .or(() -> read.value(Template.CONTENT))
          .ifPresent(template -> contents.put(template.hash(), template));
    } catch (RuntimeException e) {
      log.warn("Skipping registry entry at offset {}: cannot be decoded", entry.offset());
    }
  }

  private void noteEnd() {
    // Only lookups that began before the end offset is fetched may rely on it.
    List<CompletableFuture<Void>> before = new ArrayList<>();
    for (CompletableFuture<Void> next = asked.poll(); next != null; next = asked.poll()) {
      if (!next.isDone()) {
        before.add(next);
      }
    }
    if (before.isEmpty()) {
      return;
    }
    OptionalLong end = feed.end();
    if (end.isPresent()) {
      before.forEach(reached -> waiting.add(new Waiting(end.getAsLong(), reached)));
    } else {
      asked.addAll(before);
    }
  }

  private void completeWaiting() {
    OptionalLong position = feed.position();
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting one = all.next();
      if (one.reached().isDone()) {
        all.remove();
      } else if (position.isPresent() && position.getAsLong() >= one.end()) {
        one.reached().complete(null);
        all.remove();
      }
    }
  }

  /** Stops reading, within a second. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(CLOSE_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
