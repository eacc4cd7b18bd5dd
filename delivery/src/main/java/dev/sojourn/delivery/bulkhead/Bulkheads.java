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
 * Bulkheads of a node: one per channel, and for webhooks one per server, so that a slow one does
 * not delay the others. One thread looks bulkheads up and submits calls to them.
 */
public final class Bulkheads implements AutoCloseable {

  private static final String WEBHOOK = "webhook";

  /** Channels that journeys can name without a plug-in, each with its own provider. */
  private static final List<String> KNOWN = List.of("email", "sms", "push", WEBHOOK);

  /** Shared by all other channels. */
  private static final String OTHERS = "others";

  /**
   * Servers with their own bulkhead at a time; each bulkhead may use a thread per concurrent call.
   */
  private static final int SERVERS = 32;

  /** Concurrent calls to one server. */
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

  /** In access order, least recently used first. */
  private final Map<String, Bulkhead> byServer = new LinkedHashMap<>(16, 0.75f, true);

  private final Supplier<Bulkhead> newServerBulkhead;
  private final Bulkhead others;

  /**
   * Creates bulkheads for the channels that are known or named, and one for all others.
   *
   * @param settings by channel; those of webhooks apply per server, with at most 8 concurrent calls
   * @param nanos monotonic clock
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
    // Not named after the server: its URL may contain a password.
    newServerBulkhead = () -> new Bulkhead(WEBHOOK, ofServer, nanos, lease, alarms);
  }

  private static BulkheadSettings ofServer(BulkheadSettings webhooks) {
    return new BulkheadSettings(
        Math.min(CONCURRENCY_OF_A_SERVER, webhooks.concurrency()),
        webhooks.queue(),
        webhooks.perSecond());
  }

  /**
   * The bulkhead for a call.
   *
   * @param server the server called, for webhooks; otherwise empty
   */
  public synchronized Bulkhead of(String channel, String server) {
    if (channel.equals(WEBHOOK) && !server.isEmpty()) {
      @Nullable Bulkhead own = byServer.get(server);
      if (own != null) {
        return own;
      }
      if (byServer.size() < SERVERS || closedAnIdleOne()) {
        Bulkhead fresh = newServerBulkhead.get();
        byServer.put(server, fresh);
        return fresh;
      }
    }
    // Servers beyond the limit share the channel's bulkhead.
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
