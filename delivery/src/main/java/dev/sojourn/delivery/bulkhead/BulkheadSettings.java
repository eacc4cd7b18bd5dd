package dev.sojourn.delivery.bulkhead;

/**
 * Bulkhead limits of one channel. For webhooks they apply per server, with at most 8 concurrent
 * calls.
 *
 * @param concurrency concurrent calls, at least 1
 * @param queue calls that may wait beyond that before others are rejected, at least 1
 * @param perSecond calls begun per second by each node; 0 for no limit
 */
public record BulkheadSettings(int concurrency, int queue, int perSecond) {

  /** 32 concurrent calls, 5,000 queued, no rate limit. */
  public static final BulkheadSettings STANDARD = new BulkheadSettings(32, 5_000, 0);

  public BulkheadSettings {
    if (concurrency < 1 || queue < 1 || perSecond < 0) {
      throw new IllegalArgumentException(
          "expected a concurrency and a queue from 1 and a rate from 0, found %d, %d and %d"
              .formatted(concurrency, queue, perSecond));
    }
  }

  /** The same settings with another rate; 0 for no limit. */
  public BulkheadSettings withRate(int calls) {
    return new BulkheadSettings(concurrency, queue, calls);
  }
}
