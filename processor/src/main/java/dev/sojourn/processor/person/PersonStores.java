package dev.sojourn.processor.person;

import dev.sojourn.processor.engagement.EngagementStore;
import dev.sojourn.processor.history.HistoryStore;
import dev.sojourn.processor.instance.InstanceStore;
import dev.sojourn.topics.topic.Partitions;

/**
 * The stores that hold what a decision may read of a person. Used only by the task's stream thread.
 */
public record PersonStores(
    PersonStore persons,
    InstanceStore instances,
    HistoryStore history,
    EngagementStore engagements) {

  /** A person as currently stored; rows are read lazily. */
  public TaskPerson person(String userId) {
    return new TaskPerson(this, Partitions.hash(userId), userId, false);
  }

  /** A person whose summary is cached, since an outcome for them will soon be read. */
  TaskPerson personForUpdate(String userId) {
    return new TaskPerson(this, Partitions.hash(userId), userId, true);
  }
}
