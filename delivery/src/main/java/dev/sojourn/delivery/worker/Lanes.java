package dev.sojourn.delivery.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The lanes of a node, one for each channel. */
final class Lanes implements AutoCloseable {

  /** Those that journeys can name without a plug-in, each with a provider of its own. */
  private static final List<String> KNOWN = List.of("email", "sms", "push", "webhook");

  /** Whatever channels there may be besides. */
  private static final String OTHERS = "others";

  private final ScheduledThreadPoolExecutor alarms =
      new ScheduledThreadPoolExecutor(
          1,
          ring -> {
            Thread thread = new Thread(ring, "sojourn-delivery-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  private final Map<String, Lane> byChannel = new HashMap<>();
  private final Lane others;

  /**
   * Lanes for the channels that are known or named, and one for all others.
   *
   * @param nanos a clock that never goes back
   * @param licence whether calls may begin
   */
  Lanes(Map<String, LaneSettings> settings, LongSupplier nanos, BooleanSupplier licence) {
    alarms.setRemoveOnCancelPolicy(true);
    Map<String, LaneSettings> all = new HashMap<>(settings);
    KNOWN.forEach(channel -> all.putIfAbsent(channel, LaneSettings.STANDARD));
    all.forEach(
        (channel, one) -> byChannel.put(channel, new Lane(channel, one, nanos, licence, alarms)));
    others = new Lane(OTHERS, LaneSettings.STANDARD, nanos, licence, alarms);
  }

  Lane of(String channel) {
    return byChannel.getOrDefault(channel, others);
  }

  @Override
  public void close() {
    byChannel.values().forEach(Lane::close);
    others.close();
    alarms.shutdownNow();
  }
}
