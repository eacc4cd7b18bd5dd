package dev.sojourn.processor.registry;

import dev.sojourn.processor.command.EntryPublisher;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.task.ReplyTo;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Publishes registry entries, as the single writer of the ids that this partition owns. What it
 * writes goes to every partition and takes effect there at its position in the log; the writer
 * itself must always know what it wrote last, so it stores that separately.
 */
public record RegistryPublisher(
    RegistryStore store, RecordForwarder forwarder, int partition, int partitions)
    implements EntryPublisher {

  /**
   * Header of the registry record that completes a command: the result to send once a partition has
   * applied it.
   */
  static final String ANSWER = "sojourn-answer";

  /**
   * Header of a deletion by the single writer of an id, which knows already. It may have written
   * the id anew before it reads the deletion.
   */
  static final String BY_WRITER = "sojourn-by-writer";

  @Override
  public void publish(List<RegistryEntry> entries, Result result, Optional<ReplyTo> asker) {
    entries.forEach(store::author);
    send(entries.stream().map(RegistryEntry::id).toList(), result, asker);
  }

  @Override
  public void publishAgain(List<String> entryIds, Result answer, Optional<ReplyTo> asker) {
    send(entryIds, answer, asker);
  }

  private void send(List<String> entryIds, Result answer, Optional<ReplyTo> asker) {
    for (int i = 0; i < entryIds.size(); i++) {
      byte[] entry = store.authored(entryIds.get(i));
      RecordHeaders headers = new RecordHeaders();
      if (entry == null) {
        headers.add(BY_WRITER, Headers.bytes(partition));
      }
      if (i == entryIds.size() - 1 && asker.isPresent()) {
        headers.add(Headers.REPLY_TO, Headers.bytes(asker.get().partition()));
        headers.add(Headers.CORRELATION, Headers.bytes(asker.get().correlation()));
        headers.add(ANSWER, answer.from(partition, partitions).bytes());
      }
      forwarder.registry(entryIds.get(i), entry, headers);
    }
  }
}
