package dev.sojourn.delivery.inflight;

import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a partition is done, as it stands in a commit: the first offset that is not, and in the
 * commit's metadata a bit set of what is done beyond it.
 */
public final class CommittedProgress {

  private static final Logger log = LoggerFactory.getLogger(CommittedProgress.class);

  /** Names the form, so that a later one can be told from it. */
  private static final String FORM = "1:";

  private final long offset;

  /** Bit n stands for the offset and n more. */
  private final BitSet ahead;

  private CommittedProgress(long offset, BitSet ahead) {
    this.offset = offset;
    this.ahead = ahead;
  }

  /** Everything before an offset, and nothing beyond. */
  public static CommittedProgress upTo(long offset) {
    return new CommittedProgress(offset, new BitSet());
  }

  /** Everything before an offset, and some beyond. */
  public static CommittedProgress upTo(long offset, Collection<Long> beyond) {
    BitSet ahead = new BitSet();
    beyond.forEach(one -> ahead.set(Math.toIntExact(one - offset)));
    return new CommittedProgress(offset, ahead);
  }

  /** What a commit says; one whose metadata is not ours says where to go on, and no more. */
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
      log.debug("The metadata of a commit is not base64", e);
    }
    log.warn("A commit says in an unknown way what is done: some actions may be done twice");
    return upTo(committed.offset());
  }

  public OffsetAndMetadata commit() {
    return new OffsetAndMetadata(
        offset,
        ahead.isEmpty()
            ? ""
            : FORM + Base64.getUrlEncoder().withoutPadding().encodeToString(ahead.toByteArray()));
  }

  /** The first that is not done. */
  public long offset() {
    return offset;
  }

  public boolean covers(long one) {
    return one < offset || ahead.get(Math.toIntExact(Math.min(one - offset, Integer.MAX_VALUE)));
  }

  /** What is done beyond the first that is not. */
  public Collection<Long> beyond() {
    return ahead.stream().mapToObj(bit -> offset + bit).toList();
  }
}
