package dev.sojourn.processor.row;

import dev.sojourn.topics.topic.Partitions;

/**
 * A person, as keys of rows name them.
 *
 * @param hash of the user id; several persons may share it
 */
public record PersonKey(int hash, String userId) {

  public static PersonKey of(String userId) {
    return new PersonKey(Partitions.hash(userId), userId);
  }
}
