package dev.sojourn.processor.erasure;

import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Erased persons, as keyed hashes that name nobody: HMAC-SHA256 of the user id under a salt of each
 * erasure's own. Kept for good.
 *
 * <p>It is checked for each event, so the plain hashes of erased persons are kept on the heap: most
 * checks then read no store. Different persons may share a plain hash, so the row decides.
 */
public final class ErasedStore {

  private static final String HMAC = "HmacSHA256";

  private final KeyValueStore<Bytes, byte[]> state;
  private final Set<Integer> hashes = new HashSet<>();

  public ErasedStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.erased(), new BytesSerializer())) {
      rows.forEachRemaining(row -> hashes.add(Keys.erasedHash(row.key)));
    }
  }

  /** Whether this person was erased, so that nothing about them may be stored. */
  public boolean contains(String userId) {
    return contains(Partitions.hash(userId), userId);
  }

  /** Whether this person was erased. */
  public boolean contains(int hash, String userId) {
    return pseudonym(hash, userId).isPresent();
  }

  /**
   * The pseudonym of an erased person, for records that must still mention them: the beginning of
   * the keyed hash. Empty for everybody else.
   */
  public Optional<String> pseudonym(int hash, String userId) {
    return hashes.isEmpty() || !hashes.contains(hash)
        ? Optional.empty()
        : find(state, hash, userId);
  }

  /** Whether this person was erased, for readers on other threads. */
  public static boolean contains(
      ReadOnlyKeyValueStore<Bytes, byte[]> state, int hash, String userId) {
    return find(state, hash, userId).isPresent();
  }

  private static Optional<String> find(
      ReadOnlyKeyValueStore<Bytes, byte[]> state, int hash, String userId) {
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.erasedOf(hash), new BytesSerializer())) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        byte[] expected = keyedHash(Keys.erasedSalt(row.key), userId);
        if (MessageDigest.isEqual(expected, row.value)) {
          return Optional.of("erased-" + HexFormat.of().formatHex(expected, 0, 8));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Marks this person as erased.
   *
   * @param salt random, used for this erasure only
   * @throws IllegalArgumentException when the salt is empty; nothing has been written
   */
  public void add(int hash, String userId, byte[] salt) {
    state.put(Keys.erased(hash, salt), keyedHash(salt, userId));
    hashes.add(hash);
  }

  private static byte[] keyedHash(byte[] salt, String userId) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(salt, HMAC));
      return mac.doFinal(userId.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected every Java to know " + HMAC, e);
    }
  }

  /** A keyed hash names nobody. */
  public static StateFamily family() {
    return StateFamily.impersonal(StoreNames.STATE, Keys.ERASED, new Retention.Permanent());
  }
}
