package dev.sojourn.journeys.kind;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A kind of registry entry: how it is written to the registry topic, and under which id.
 *
 * <p>An entry is a JSON object with the kind's {@link #type()}, the value as one member, and the
 * kind's {@link #flags()}. Its id, which is the key of its record and of its row, is the kind's
 * prefix, a slash, and the id of the value: {@code journey/welcome}.
 *
 * <p>Compared by identity: each kind is one constant beside the class of its values.
 *
 * @param <V> the class of its values; immutable, with {@code equals}
 */
public final class RegistryKind<V> {

  /** The member of an entry that names its kind. */
  public static final String TYPE = "type";

  /** The id of the value of a kind that has only one. */
  private static final String ONLY = "";

  private final String type;
  private final Class<V> values;
  private final Function<V, String> idOf;
  private final String prefix;
  private final boolean single;
  private final String member;
  private final Map<String, Boolean> flags;
  private final Consumer<V> check;

  private RegistryKind(
      String type,
      Class<V> values,
      Function<V, String> idOf,
      String prefix,
      boolean single,
      String member,
      Map<String, Boolean> flags,
      Consumer<V> check) {
    if (prefix.isEmpty() || prefix.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "expected a prefix without '/' for kind '%s', found '%s'".formatted(type, prefix));
    }
    if (type.isEmpty() || member.equals(TYPE) || flags.containsKey(TYPE)) {
      throw new IllegalArgumentException(
          "expected a type, and no other member of that name, for kind '%s'".formatted(type));
    }
    this.type = type;
    this.values = values;
    this.idOf = idOf;
    this.prefix = prefix;
    this.single = single;
    this.member = member;
    this.flags = Collections.unmodifiableMap(new TreeMap<>(flags));
    this.check = check;
  }

  /**
   * A kind whose type is also the prefix of its ids and the name of the value's member.
   *
   * @param idOf the id of a value, unique within the kind; it may contain slashes
   */
  public static <V> RegistryKind<V> of(String type, Class<V> values, Function<V, String> idOf) {
    return new RegistryKind<>(type, values, idOf, type, false, type, Map.of(), value -> {});
  }

  /** A kind of which there is only one value, whose entry id is the type. */
  public static <V> RegistryKind<V> single(String type, Class<V> values) {
    return new RegistryKind<>(type, values, v -> ONLY, type, true, type, Map.of(), value -> {});
  }

  /** The same kind with another prefix of its ids. */
  public RegistryKind<V> under(String otherPrefix) {
    return new RegistryKind<>(type, values, idOf, otherPrefix, single, member, flags, check);
  }

  /** The same kind with its value in another member. */
  public RegistryKind<V> inMember(String otherMember) {
    return new RegistryKind<>(type, values, idOf, prefix, single, otherMember, flags, check);
  }

  /** The same kind with a fixed member that tells it from others of its type. */
  public RegistryKind<V> flagged(String flag, boolean set) {
    Map<String, Boolean> more = new TreeMap<>(flags);
    more.put(flag, set);
    return new RegistryKind<>(type, values, idOf, prefix, single, member, more, check);
  }

  /**
   * The same kind with a check of its values.
   *
   * @param more throws for a value that would make later reads of the registry throw
   */
  public RegistryKind<V> checking(Consumer<V> more) {
    return new RegistryKind<>(type, values, idOf, prefix, single, member, flags, more);
  }

  /** The name of the kind in its entries; kinds that differ by a flag share it. */
  public String type() {
    return type;
  }

  /** The class of its values. */
  public Class<V> values() {
    return values;
  }

  /** What its entry ids begin with; no other kind has it. */
  public String prefix() {
    return prefix;
  }

  /** The member of an entry that holds the value. */
  public String member() {
    return member;
  }

  /** Members that every entry of the kind has, with these values. */
  public Map<String, Boolean> flags() {
    return flags;
  }

  /** The id of a value within the kind. */
  public String idOf(V value) {
    return idOf.apply(value);
  }

  /** The id of the value of a kind that has only one. */
  public String onlyId() {
    if (!single) {
      throw new IllegalStateException(
          "expected a kind with only one value, found '%s'".formatted(type));
    }
    return ONLY;
  }

  /** The entry id of the value with this id. */
  public String entryId(String id) {
    return single ? prefix : prefix + "/" + id;
  }

  /** The id of the value with this entry id; empty when that is of another kind. */
  public Optional<String> idIn(String entryId) {
    if (single) {
      return entryId.equals(prefix) ? Optional.of(ONLY) : Optional.empty();
    }
    boolean mine = entryId.startsWith(prefix) && entryId.indexOf('/') == prefix.length();
    return mine ? Optional.of(entryId.substring(prefix.length() + 1)) : Optional.empty();
  }

  /**
   * Checks a value before it becomes part of a registry.
   *
   * @throws RuntimeException when later reads of the registry would throw
   */
  public void check(V value) {
    check.accept(value);
  }

  @Override
  public String toString() {
    return flags.isEmpty() ? type : type + flags;
  }
}
