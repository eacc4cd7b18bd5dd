package dev.sojourn.processor.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.topic.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryHandlerTest {

  private final EngineHarness engine = new EngineHarness();

  @AfterEach
  void stop() {
    engine.close();
  }

  /** The topic is compacted, so it has entries of all releases for good. */
  @Test
  void shouldTakeAnEntryWhoseResultIsInTheFormOfAnEarlierRelease() {
    // given
    RegistryEntry entry =
        new RegistryEntry.OfHold(new Hold(Hold.ALL, true, 100, EngineHarness.START));
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.REPLY_TO, Headers.bytes(0));
    headers.add(Headers.CORRELATION, Headers.bytes("ask-1"));
    headers.add(
        RegistryPublisher.ANSWER,
        Headers.bytes("{\"partition\":0,\"of\":1,\"status\":200,\"body\":{\"held\":true}}"));

    // when
    engine.published(entry, headers);

    // then
    assertThat(engine.ask(new Query.RegistryContent()).entries()).containsExactly(entry);
    assertThat(engine.deadLetters()).isEmpty();
    assertThat(engine.results()).isEmpty();
  }
}
