package dev.sojourn.app.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider that speaks Resend's API. Three of ten calls fail: half of them before the mail is
 * taken, some after, with the answer lost. Others are answered late, and a few never. What becomes
 * of a call follows from its key and how often that came, so that each run is alike. Its log
 * outlives its restarts.
 */
final class UnreliableMailApi implements AutoCloseable {

  private final Map<String, Taken> log = new ConcurrentHashMap<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final AtomicInteger repeats = new AtomicInteger();
  private final Queue<String> conflicts = new ConcurrentLinkedQueue<>();
  private final int port;
  private HttpServer server;
  private ExecutorService threads;

  /** A mail as it was taken first. */
  record Taken(String to, String content) {}

  UnreliableMailApi() {
    port = open(0);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Every mail that was taken, by its idempotency key. */
  Map<String, Taken> log() {
    return log;
  }

  /** How often a mail came that had been taken before. */
  int repeats() {
    return repeats.get();
  }

  /** Keys that came again with another mail. */
  Queue<String> conflicts() {
    return conflicts;
  }

  void goAway() {
    server.stop(0);
    threads.shutdownNow();
  }

  void comeBack() {
    open(port);
  }

  private int open(int at) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/emails", this::answer);
    server.start();
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      String key = call.getRequestHeaders().getFirst("Idempotency-Key");
      String content = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      int nth = calls.merge(key, 1, Integer::sum);
      int fate = new SplittableRandom(31L * key.hashCode() + nth).nextInt(1_000);
      if (fate < 80) {
        say(call, 500, "{\"name\":\"application_error\",\"message\":\"Out of order\"}");
      } else if (fate < 150) {
        call.getResponseHeaders().set("Retry-After", "1");
        say(call, 429, "{\"name\":\"rate_limit_exceeded\",\"message\":\"Too many requests\"}");
      } else if (fate >= 220 && !take(key, content)) {
        say(call, 409, "{\"name\":\"invalid_idempotent_request\",\"message\":\"Another mail\"}");
      } else if (fate >= 300) {
        delay(fate);
        say(call, 200, "{\"id\":\"" + key + "\"}");
      }
      // What is left is closed without an answer, be the mail taken or not.
    }
  }

  /** Whether it is the mail that this key stands for. */
  private boolean take(String key, String content) throws IOException {
    JsonNode mail = Json.mapper().readTree(content);
    Taken first = log.putIfAbsent(key, new Taken(mail.at("/to/0").asText(), content));
    if (first == null) {
      return true;
    }
    if (first.content().equals(content)) {
      repeats.incrementAndGet();
      return true;
    }
    conflicts.add(key);
    return false;
  }

  /** Some answers take a moment, a few take long, and one in a thousand is never given. */
  private static void delay(int fate) {
    try {
      if (fate == 300) {
        TimeUnit.MINUTES.sleep(10);
      }
      TimeUnit.MILLISECONDS.sleep(fate < 310 ? 2_000 : fate < 400 ? 200 : 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(HttpExchange call, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
  }

  @Override
  public void close() {
    goAway();
  }
}
