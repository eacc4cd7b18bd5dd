package dev.sojourn.processor.engine;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Commands, and what they publish. */
public interface HarnessCommands extends DrivenTask {

  default void givenTemplate(String key) {
    givenTemplate(key, null);
  }

  default void givenTemplate(String key, @Nullable String category) {
    String hash = ContentHash.of(key, "Hi", null, category, "body");
    command(new Command.PublishTemplate(new Template(key, hash, "Hi", null, category, "body")));
  }

  default JourneyDefinition givenJourney(String json) {
    JourneyDefinition journey = EngineHarness.journey(json);
    command(new Command.PublishJourney(journey, ContentHash.of(journey)));
    return journey;
  }

  /** Sends a command and returns its result. */
  default Result command(Command command) {
    return command(newCommandId(), command);
  }

  default Result command(String id, Command command) {
    return command(id, command, new RecordHeaders());
  }

  /** Sends a command as this actor and returns its result. */
  default Result command(Command command, Actor by) {
    return command(newCommandId(), command, by);
  }

  default Result command(String id, Command command, Actor by) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.ACTOR, by.bytes());
    return command(id, command, headers);
  }

  private Result command(String id, Command command, RecordHeaders headers) {
    headers.add(Headers.REPLY_TO, Headers.bytes(0));
    headers.add(Headers.CORRELATION, Headers.bytes(id));
    append(
        TOPICS.control(),
        new TestRecord<>(
            Headers.bytes(command.key()), CommandCodec.encode(command), headers, now()));
    List<TestRecord<byte[], byte[]>> answers = results();
    return Result.read(answers.get(answers.size() - 1).value());
  }

  default void rawCommand(byte[] value) {
    append(TOPICS.control(), new TestRecord<>(new byte[0], value, new RecordHeaders(), now()));
  }

  /** A record of the registry topic; without a value it deletes the entry. */
  default void published(@Nullable String entryId, @Nullable String json) {
    byte[] key = entryId == null ? null : Headers.bytes(entryId);
    byte[] value = json == null ? null : Headers.bytes(json.replace('\'', '"'));
    append(TOPICS.registry(), new TestRecord<>(key, value, new RecordHeaders(), now()));
  }

  /** A registry entry, as when the topic is read again from its beginning. */
  default void published(RegistryEntry entry) {
    published(entry, new RecordHeaders());
  }

  default void published(RegistryEntry entry, RecordHeaders headers) {
    append(
        TOPICS.registry(),
        new TestRecord<>(Headers.bytes(entry.id()), entry.bytes(), headers, now()));
  }

  /** Results and receipts since the last command or call. */
  default List<TestRecord<byte[], byte[]>> results() {
    return read(TOPICS.results());
  }
}
