package dev.sojourn.delivery.bulkhead;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bulkheads of a node: one for each channel, and of webhooks one for each server, so that none
 * waits for another that is slow. Lanes are asked for, and calls submitted to them, by one thread.
 */
public final class Bulkheads implements AutoCloseable {

  private static final String WEBHOOK = "webhook";

  /** Those that journeys can name without a plug-in, each with a provider of its own. */
  private static final List<String> KNOWN = List.of("email", "sms", "push", WEBHOOK);

  /** Whatever channels there may be besides. */
  private static final String OTHERS = "others";

  /** Servers with a bulkhead of their own at a time; each may have as many threads as its calls. */
  private static final int SERVERS = 32;

  /** Calls of one server at once. */
  private static final int CONCURRENCY_OF_A_SERVER = 8;

  private final ScheduledThreadPoolExecutor alarms =
      new ScheduledThreadPoolExecutor(
          1,
          ring -> {
            Thread thread = new Thread(ring, "sojourn-delivery-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  private final Map<String, Bulkhead> byChannel = new HashMap<>();

  /** The one that was asked for longest ago comes first. */
  private final Map<String, Bulkhead> byServer = new LinkedHashMap<>(16, 0.75f, true);

  private final Supplier<Bulkhead> newServerLane;
  private final Bulkhead others;

  /**
   * Lanes for the channels that are known or named, and one for all others.
   *
   * @param settings by channel; those of webhooks hold for each server, with 8 calls at once at
   *     most
   * @param nanos a clock that never goes back
   * @param lease whether calls may begin
   */
  public Bulkheads(
      Map<String, BulkheadSettings> settings, LongSupplier nanos, BooleanSupplier lease) {
    alarms.setRemoveOnCancelPolicy(true);
    Map<String, BulkheadSettings> all = new HashMap<>(settings);
    KNOWN.forEach(channel -> all.putIfAbsent(channel, BulkheadSettings.STANDARD));
    all.forEach(
        (channel, one) -> byChannel.put(channel, new Bulkhead(channel, one, nanos, lease, alarms)));
    others = new Bulkhead(OTHERS, BulkheadSettings.STANDARD, nanos, lease, alarms);
    BulkheadSettings ofServer = ofServer(all.getOrDefault(WEBHOOK, BulkheadSettings.STANDARD));
    // Not named after the server: what it is called by may hold a password.
    newServerLane = () -> new Bulkhead(WEBHOOK, ofServer, nanos, lease, alarms);
  }

  private static BulkheadSettings ofServer(BulkheadSettings webhooks) {
    return new BulkheadSettings(
        Math.min(CONCURRENCY_OF_A_SERVER, webhooks.concurrency()),
        webhooks.queue(),
        webhooks.perSecond());
  }

  /**
   * The bulkhead to take.
   *
   * @param server that is called, of webhooks; else empty
   */
  public synchronized Bulkhead of(String channel, String server) {
    if (channel.equals(WEBHOOK) && !server.isEmpty()) {
      @Nullable Bulkhead own = byServer.get(server);
      if (own != null) {
        return own;
      }
      if (byServer.size() < SERVERS || closedAnIdleOne()) {
        Bulkhead fresh = newServerLane.get();
        byServer.put(server, fresh);
        return fresh;
      }
    }
    // All servers that find no room share the one of the channel.
    return byChannel.getOrDefault(channel, others);
  }

  private boolean closedAnIdleOne() {
    for (Iterator<Bulkhead> bulkheads = byServer.values().iterator(); bulkheads.hasNext(); ) {
      Bulkhead bulkhead = bulkheads.next();
      if (bulkhead.isIdle()) {
        bulkheads.remove();
        bulkhead.close();
        return true;
      }
    }
    return false;
  }

  @Override
  public synchronized void close() {
    byServer.values().forEach(Bulkhead::close);
    byChannel.values().forEach(Bulkhead::close);
    others.close();
    alarms.shutdownNow();
  }
}
