package dev.sojourn.journeys.kind;

/**
 * A value that knows its kind, for shorter calls.
 *
 * @param <V> the class itself
 */
public interface RegistryValue<V extends RegistryValue<V>> {

  /** The kind as which it is published, unless the caller names another one. */
  RegistryKind<V> kind();
}
