package dev.sojourn.processor.command;

import dev.sojourn.processor.task.ReplyTo;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import java.util.List;
import java.util.Optional;

/** Publishes registry entries, as the single writer of their ids. */
public interface EntryPublisher {

  /**
   * Publishes entries, or their deletion, to every partition; the last record makes each partition
   * send the result.
   */
  void publish(List<RegistryEntry> entries, Result result, Optional<ReplyTo> asker);

  /** Publishes entries again, as they were written last; one that was deleted since is deleted. */
  void publishAgain(List<String> entryIds, Result result, Optional<ReplyTo> asker);
}
