package dev.sojourn.processor.query;

/** The stores of this partition cannot answer now: it moves, is being restored, or has no owner. */
public final class PartitionUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  public PartitionUnavailableException(int partition, String why) {
    super("partition %d cannot answer now: %s".formatted(partition, why));
  }
}
