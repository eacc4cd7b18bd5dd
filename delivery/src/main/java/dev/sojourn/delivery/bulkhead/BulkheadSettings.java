package dev.sojourn.delivery.bulkhead;

/**
 * How much of one channel goes on at once; of webhooks, of one server, and there 8 calls at most.
 *
 * @param concurrency calls under way together, from 1
 * @param queue how many may wait beyond that before others are told to come again, from 1
 * @param perSecond calls begun per second by each node; 0 for any number
 */
public record BulkheadSettings(int concurrency, int queue, int perSecond) {

  /** 32 at once, 5,000 waiting, at any rate. */
  public static final BulkheadSettings STANDARD = new BulkheadSettings(32, 5_000, 0);

  public BulkheadSettings {
    if (concurrency < 1 || queue < 1 || perSecond < 0) {
      throw new IllegalArgumentException(
          "expected a concurrency and a queue from 1 and a rate from 0, found %d, %d and %d"
              .formatted(concurrency, queue, perSecond));
    }
  }

  /** The same with another rate; 0 for any. */
  public BulkheadSettings withRate(int calls) {
    return new BulkheadSettings(concurrency, queue, calls);
  }
}
