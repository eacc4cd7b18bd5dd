package dev.sojourn.processor.row;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the state store. The first byte is the family, so that one RocksDB holds all families and
 * each is a contiguous range; then come the fields that a reader knows, in the order that readers
 * want.
 */
public final class Keys {

  /** By person: the person summary, read for each event. */
  public static final byte HEAD = 'H';

  /** By person: contact properties. */
  public static final byte CONTACT = 'C';

  /** By person, then creation time: instances. */
  public static final byte INSTANCE = 'I';

  /** By instance, then number: older pieces of a long instance log. */
  public static final byte LOG = 'L';

  /** By journey and status class, newest first: the journey index of instances. */
  public static final byte INDEX = 'X';

  /** By person, newest first: why an event did not enter a journey. */
  public static final byte REFUSAL = 'D';

  /** By id: command results. */
  public static final byte COMMAND = 'K';

  /** Newest first: dead letters of this partition. */
  public static final byte DEAD_LETTER = 'Q';

  /** By send: messages of the log provider. */
  public static final byte OUTBOX = 'O';

  /** By id: registry entries, as this task has read them. */
  public static final byte REGISTRY = 'R';

  /** By id: registry entries, as their single writer holds them. */
  public static final byte AUTHORED = 'W';

  /** One row: the offset of the registry entry that this task applied last. */
  public static final byte REGISTRY_POSITION = 'P';

  /** Newest first: the audit log. */
  public static final byte AUDIT = 'A';

  /** By person, then send: engagement with an email. */
  public static final byte ENGAGEMENT = 'E';

  /** By journey, oldest first: instances waiting at a held send. */
  public static final byte HELD = 'S';

  /** By id: progress of a job in this partition. */
  public static final byte JOB = 'J';

  /** By the person's hash: erased persons. */
  public static final byte ERASED = 'Z';

  private static final int MAX_TEXT = 1024;

  private Keys() {}

  public static Bytes summary(int hash, String userId) {
    return person(HEAD, hash, userId);
  }

  public static Bytes contact(int hash, String userId) {
    return person(CONTACT, hash, userId);
  }

  private static Bytes person(byte family, int hash, String userId) {
    byte[] user = userId.getBytes(StandardCharsets.UTF_8);
    return of(ByteBuffer.allocate(5 + user.length).put(family).putInt(hash).put(user));
  }

  public static Bytes instance(InstanceId id) {
    ByteBuffer key = ByteBuffer.allocate(17).put(INSTANCE);
    id.writeByPerson(key);
    return of(key);
  }

  /** The instance id in an instance's key. */
  public static InstanceId instanceId(Bytes key) {
    return InstanceId.readByPerson(ByteBuffer.wrap(key.get(), 1, 16));
  }

  /** Prefix of all instances of the persons with this hash. */
  public static Bytes instancesOf(int hash) {
    return of(ByteBuffer.allocate(5).put(INSTANCE).putInt(hash));
  }

  public static Bytes logPiece(InstanceId id, int number) {
    ByteBuffer key = ByteBuffer.allocate(21).put(LOG);
    id.writeByPerson(key);
    return of(key.putInt(number));
  }

  public static Bytes logPieces(InstanceId id) {
    ByteBuffer key = ByteBuffer.allocate(17).put(LOG);
    id.writeByPerson(key);
    return of(key);
  }

  /** One class for live instances whatever their status, one for each terminal status. */
  private static byte indexClass(Status status) {
    return switch (status) {
      case ACTIVE, WAITING -> 'l';
      case COMPLETED -> 'c';
      case FAILED -> 'f';
      case EXITED -> 'e';
    };
  }

  public static Bytes index(String journeyId, Status status, InstanceId id) {
    byte[] journey = journeyId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer key = ByteBuffer.allocate(journey.length + 22);
    key.put(INDEX).put(journey).put((byte) 0).put(indexClass(status));
    return of(key.putLong(~id.createdMs()).putInt(id.userHash()).put(bytes48(id.rest())));
  }

  /** The first key for this creation time and hash, within a status class of a journey's index. */
  public static Bytes indexFrom(String journeyId, Status status, long createdMs, int userHash) {
    byte[] prefix = indexOf(journeyId, status).get();
    return of(
        ByteBuffer.allocate(prefix.length + 12).put(prefix).putLong(~createdMs).putInt(userHash));
  }

  /** Whether instances of these two statuses share a class, and so a range, of the index. */
  public static boolean indexedTogether(Status left, Status right) {
    return indexClass(left) == indexClass(right);
  }

  /** Prefix of a journey's instances in this status's class, newest first. */
  public static Bytes indexOf(String journeyId, Status status) {
    byte[] journey = journeyId.getBytes(StandardCharsets.UTF_8);
    return of(
        ByteBuffer.allocate(journey.length + 3)
            .put(INDEX)
            .put(journey)
            .put((byte) 0)
            .put(indexClass(status)));
  }

  /** The first key after all keys with this prefix, whose last byte must not be 0xFF. */
  public static Bytes beyond(Bytes prefix) {
    byte[] end = prefix.get().clone();
    end[end.length - 1]++;
    return Bytes.wrap(end);
  }

  /** The instance that an index key refers to. */
  public static InstanceId indexed(Bytes key) {
    ByteBuffer buffer = ByteBuffer.wrap(key.get());
    buffer.position(buffer.limit() - 18);
    long created = ~buffer.getLong();
    int hash = buffer.getInt();
    return InstanceId.of(created, hash, read48(buffer));
  }

  public static Bytes held(String journeyId, InstanceId id) {
    byte[] prefix = heldOf(journeyId).get();
    ByteBuffer key = ByteBuffer.allocate(prefix.length + 18).put(prefix);
    return of(key.putLong(id.createdMs()).putInt(id.userHash()).put(bytes48(id.rest())));
  }

  /** Prefix of all held sends of a journey. */
  public static Bytes heldOf(String journeyId) {
    byte[] journey = journeyId.getBytes(StandardCharsets.UTF_8);
    return of(ByteBuffer.allocate(journey.length + 2).put(HELD).put(journey).put((byte) 0));
  }

  /** The instance that a held send's key refers to. */
  public static InstanceId heldId(Bytes key) {
    ByteBuffer buffer = ByteBuffer.wrap(key.get());
    buffer.position(buffer.limit() - 18);
    long created = buffer.getLong();
    return InstanceId.of(created, buffer.getInt(), read48(buffer));
  }

  private static long read48(ByteBuffer from) {
    return ((from.getShort() & 0xFFFFL) << 32) | (from.getInt() & 0xFFFF_FFFFL);
  }

  public static Bytes job(String jobId) {
    return text(JOB, jobId);
  }

  public static Bytes jobs() {
    return family(JOB);
  }

  private static byte[] bytes48(long value) {
    return ByteBuffer.allocate(6).putShort((short) (value >>> 32)).putInt((int) value).array();
  }

  public static Bytes refusal(int hash, long atMs, UUID eventId) {
    return of(
        ByteBuffer.allocate(29)
            .put(REFUSAL)
            .putInt(hash)
            .putLong(~atMs)
            .putLong(eventId.getMostSignificantBits())
            .putLong(eventId.getLeastSignificantBits()));
  }

  public static Bytes refusalsOf(int hash) {
    return of(ByteBuffer.allocate(5).put(REFUSAL).putInt(hash));
  }

  public static Bytes refusals() {
    return family(REFUSAL);
  }

  public static Bytes command(String id) {
    return text(COMMAND, id);
  }

  public static Bytes commands() {
    return family(COMMAND);
  }

  public static Bytes deadLetter(long offset) {
    return of(ByteBuffer.allocate(9).put(DEAD_LETTER).putLong(~offset));
  }

  /** The offset in a dead letter's key. */
  public static long deadLetterOffset(Bytes key) {
    return ~ByteBuffer.wrap(key.get(), 1, Long.BYTES).getLong();
  }

  public static Bytes deadLetters() {
    return family(DEAD_LETTER);
  }

  public static Bytes outbox(String sendId) {
    return text(OUTBOX, sendId);
  }

  public static Bytes outbox() {
    return family(OUTBOX);
  }

  public static Bytes registry(String entryId) {
    return text(REGISTRY, entryId);
  }

  public static Bytes registry() {
    return family(REGISTRY);
  }

  public static Bytes registryPosition() {
    return family(REGISTRY_POSITION);
  }

  public static Bytes authored(String entryId) {
    return text(AUTHORED, entryId);
  }

  /** Key of an audit row; the id distinguishes rows of the same millisecond. */
  public static Bytes audit(long atMs, String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    return of(ByteBuffer.allocate(9 + bytes.length).put(AUDIT).putLong(~atMs).put(bytes));
  }

  /** The first key of the rows of this millisecond and of all earlier ones. */
  public static Bytes auditUntil(long atMs) {
    return of(ByteBuffer.allocate(9).put(AUDIT).putLong(~atMs));
  }

  public static Bytes audit() {
    return family(AUDIT);
  }

  public static Bytes engagement(int hash, String sendId) {
    byte[] send = sendId.getBytes(StandardCharsets.UTF_8);
    return of(ByteBuffer.allocate(5 + send.length).put(ENGAGEMENT).putInt(hash).put(send));
  }

  /** The send id in an engagement key. */
  public static SendId sendId(Bytes engagement) {
    byte[] key = engagement.get();
    return SendId.parse(new String(key, 5, key.length - 5, StandardCharsets.UTF_8));
  }

  /** Prefix of the engagement rows of the persons with this hash. */
  public static Bytes engagementsOf(int hash) {
    return of(ByteBuffer.allocate(5).put(ENGAGEMENT).putInt(hash));
  }

  /** Key of an erased person; the salt distinguishes persons with the same hash. */
  public static Bytes erased(int hash, byte[] salt) {
    return of(ByteBuffer.allocate(5 + salt.length).put(ERASED).putInt(hash).put(salt));
  }

  public static Bytes erasedOf(int hash) {
    return of(ByteBuffer.allocate(5).put(ERASED).putInt(hash));
  }

  public static Bytes erased() {
    return family(ERASED);
  }

  /** The hash in an erased person's key. */
  public static int erasedHash(Bytes key) {
    return ByteBuffer.wrap(key.get(), 1, Integer.BYTES).getInt();
  }

  /** The salt in an erased person's key. */
  public static byte[] erasedSalt(Bytes key) {
    return Arrays.copyOfRange(key.get(), 5, key.get().length);
  }

  private static Bytes text(byte family, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT) {
      throw new IllegalArgumentException(
          "expected a key of at most %d bytes, found %d".formatted(MAX_TEXT, bytes.length));
    }
    return of(ByteBuffer.allocate(1 + bytes.length).put(family).put(bytes));
  }

  /** The first key after a family, given the family's one-byte prefix. */
  public static Bytes endOf(Bytes family) {
    return family((byte) (family.get()[0] + 1));
  }

  private static Bytes family(byte family) {
    return Bytes.wrap(new byte[] {family});
  }

  private static Bytes of(ByteBuffer buffer) {
    byte[] key = new byte[buffer.position()];
    buffer.flip().get(key);
    return Bytes.wrap(key);
  }
}
