package dev.sojourn.delivery.inflight;

import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Committed progress of a partition: the first offset that is not done and, in the commit's
 * metadata, a bit set of those done beyond it.
 */
public final class CommittedProgress {

  private static final Logger log = LoggerFactory.getLogger(CommittedProgress.class);

  /** Format version, so that a later format can be recognised. */
  private static final String FORM = "1:";

  private final long offset;

  /** Bit n is set when {@code offset + n} is done. */
  private final BitSet ahead;

  private CommittedProgress(long offset, BitSet ahead) {
    this.offset = offset;
    this.ahead = ahead;
  }

  /** Everything before an offset is done, and nothing beyond. */
  public static CommittedProgress upTo(long offset) {
    return new CommittedProgress(offset, new BitSet());
  }

  /** Everything before an offset is done, and some offsets beyond. */
  public static CommittedProgress upTo(long offset, Collection<Long> beyond) {
    BitSet ahead = new BitSet();
    beyond.forEach(one -> ahead.set(Math.toIntExact(one - offset)));
    return new CommittedProgress(offset, ahead);
  }

  /** Decodes a commit. When the metadata is not ours, only the offset is used. */
  public static CommittedProgress read(OffsetAndMetadata committed) {
    String text = committed.metadata();
    if (text == null || text.isEmpty()) {
      return upTo(committed.offset());
    }
    try {
      if (text.startsWith(FORM)) {
        byte[] bits = Base64.getUrlDecoder().decode(text.substring(FORM.length()));
        return new CommittedProgress(committed.offset(), BitSet.valueOf(bits));
      }
    } catch (IllegalArgumentException e) {
      log.debug("Commit metadata is not base64", e);
    }
    log.warn("Unknown format of committed progress: some actions may run twice");
    return upTo(committed.offset());
  }

  public OffsetAndMetadata commit() {
    return new OffsetAndMetadata(
        offset,
        ahead.isEmpty()
            ? ""
            : FORM + Base64.getUrlEncoder().withoutPadding().encodeToString(ahead.toByteArray()));
  }

  /** The first offset that is not done. */
  public long offset() {
    return offset;
  }

  public boolean covers(long one) {
    return one < offset || ahead.get(Math.toIntExact(Math.min(one - offset, Integer.MAX_VALUE)));
  }

  /** The offsets done beyond the first one that is not. */
  public Collection<Long> beyond() {
    return ahead.stream().mapToObj(bit -> offset + bit).toList();
  }
}
