package dev.sojourn.processor.person;

import dev.sojourn.processor.engagement.EngagementStore;
import dev.sojourn.processor.history.HistoryStore;
import dev.sojourn.processor.instance.InstanceStore;
import dev.sojourn.topics.topic.Partitions;

/** The stores that hold what a decision may read of a person. Used by its stream thread alone. */
public record PersonStores(
    PersonStore persons,
    InstanceStore instances,
    HistoryStore history,
    EngagementStore engagements) {

  /** A person as stored now; nothing is read until it is asked for. */
  public TaskPerson person(String userId) {
    return new TaskPerson(this, Partitions.hash(userId), userId, false);
  }

  /** A person whose summary is kept in the cache, since an outcome will be read for them soon. */
  TaskPerson personForUpdate(String userId) {
    return new TaskPerson(this, Partitions.hash(userId), userId, true);
  }
}
