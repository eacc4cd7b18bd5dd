package dev.sojourn.app.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider that knows idempotency keys, and keeps a log of its own. A third of its calls fail,
 * some are answered late, some never, and some break off; but none fails a fourth time.
 */
final class FaultyServer implements AutoCloseable {

  private static final int GOOD_FROM = 4;

  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger repeats = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  FaultyServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/send";
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      if (answered.contains(key)) {
        repeats.incrementAndGet();
      }
      int call = calls.computeIfAbsent(key, one -> new AtomicInteger()).incrementAndGet();
      int fate = new SplittableRandom((key + call).hashCode()).nextInt(100);
      pass(fate * 2);
      if (call >= GOOD_FROM) {
        accept(exchange, key);
      } else if (fate < 30) {
        exchange.sendResponseHeaders(503, -1);
      } else if (fate < 32) {
        pass(2_000);
        accept(exchange, key);
      } else if (fate < 33) {
        accepted.add(key);
        pass(60_000);
      } else if (fate >= 35) {
        accept(exchange, key);
      } else if (fate == 34) {
        // Taken, and broken off before that was said.
        accepted.add(key);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(int ms) throws InterruptedException {
    closing.await(ms, TimeUnit.MILLISECONDS);
  }

  private void accept(HttpExchange exchange, String key) throws IOException {
    accepted.add(key);
    exchange.sendResponseHeaders(204, -1);
    answered.add(key);
  }

  /** The keys under which it took something. */
  Set<String> accepted() {
    return accepted;
  }

  /** How often somebody came again who had been told that it was taken. */
  int repeats() {
    return repeats.get();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
