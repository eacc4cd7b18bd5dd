package dev.sojourn.processor.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.registry.OfferKinds.Offer;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.topic.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RegistryHandlerTest {

  private static final String NAP =
      """
      {'id':'%s','trigger':{'event':'go'},'exitOn':[{'event':'leave'}],
       'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private static final String AUDIENCE = "{'type':'audience','audience':{'id':'a'},'more':[1.50]}";

  private final EngineHarness engine = new EngineHarness();

  @AfterEach
  void stop() {
    engine.close();
  }

  /** The registry as a task has it that starts on this store. */
  private Registry afterARestart() {
    return new TaskRegistry(new RegistryStore(engine.state()), new NodeRegistry(), 0).current();
  }

  private long position() {
    return new RegistryStore(engine.state()).position();
  }

  private Optional<String> refusal() {
    return engine.deadLetters().stream()
        .map(TestRecord::headers)
        .flatMap(headers -> Headers.text(headers, Headers.REASON).stream())
        .findFirst();
  }

  @Test
  void shouldServeAKindThatTheDomainDoesNotKnow() {
    // when
    engine.published("offer/mug", "{'type':'offer','offer':{'id':'mug','points':5}}");
    engine.published(RegistryEntry.of(new Offer("cap", 7)));

    // then
    assertThat(engine.registry().get(Offer.KIND, "mug")).contains(new Offer("mug", 5));
    assertThat(engine.registry().all(Offer.KIND))
        .containsExactly(new Offer("cap", 7), new Offer("mug", 5));
    assertThat(afterARestart().all(Offer.KIND))
        .containsExactly(new Offer("cap", 7), new Offer("mug", 5));
    assertThat(engine.ask(new Query.RegistryContent()).entries())
        .extracting(entry -> entry.value(Offer.KIND).orElseThrow())
        .containsExactly(new Offer("cap", 7), new Offer("mug", 5));
  }

  @Test
  void shouldRefuseAMalformedEntryOfAKnownKind() {
    // when
    engine.published("offer/mug", "{'type':'offer','offer':{'id':'mug'}}");

    // then
    assertThat(refusal()).contains("invalid_registry_entry");
    assertThat(engine.state().get(Keys.registry("offer/mug"))).isNull();
    assertThat(position()).isEqualTo(-1);
  }

  @Test
  void shouldDeleteTheEntryOfAKeyWithoutAValue() {
    // given
    engine.published(RegistryEntry.of(new Offer("mug", 5)));
    engine.published(RegistryEntry.of(new Offer("cap", 7)));
    long before = position();

    // when
    engine.published("offer/mug", null);

    // then
    assertThat(engine.registry().all(Offer.KIND)).containsExactly(new Offer("cap", 7));
    assertThat(afterARestart().all(Offer.KIND)).containsExactly(new Offer("cap", 7));
    assertThat(engine.state().get(Keys.registry("offer/mug"))).isNull();
    assertThat(position()).isEqualTo(before + 1);
    assertThat(engine.deadLetters()).isEmpty();
  }

  @Test
  void shouldRefuseADeletionOfNothing() {
    engine.published((String) null, null);

    assertThat(refusal()).contains("invalid_registry_entry");
  }

  @Test
  void shouldKeepTheEntriesOfANewerReleaseAndDecideWithoutThem() {
    // when
    engine.published("audience/a", AUDIENCE);
    engine.givenJourney(NAP.formatted("first"));
    engine.when("ada", "go");

    // then
    assertThat(engine.deadLetters()).isEmpty();
    assertThat(engine.onlyState("ada", "first").status()).isEqualTo("waiting");
    assertThat(new String(engine.state().get(Keys.registry("audience/a")), StandardCharsets.UTF_8))
        .isEqualTo(AUDIENCE.replace('\'', '"'));
    assertThat(afterARestart().journeys()).hasSize(1);
    assertThat(engine.ask(new Query.RegistryContent()).entries())
        .hasSize(2)
        .hasOnlyElementsOfType(RegistryEntry.class);
    engine.published("audience/a", null);
    assertThat(engine.state().get(Keys.registry("audience/a"))).isNull();
  }

  @Test
  void shouldRefuseAnUnknownKindUnderTheIdOfAKnownOne() {
    // given
    engine.givenJourney(NAP.formatted("first"));

    // when
    engine.published("journey/first", AUDIENCE);

    // then
    assertThat(refusal()).contains("invalid_registry_entry");
    assertThat(afterARestart().journey("first")).isPresent();
  }

  @Test
  void shouldWarnOnceOfEachUnknownKind() {
    // given
    Logger logger = (Logger) LoggerFactory.getLogger(NodeRegistry.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);

    // when
    engine.published("audience/a", AUDIENCE);
    engine.published("audience/b", AUDIENCE);
    engine.published("x/a", "{'type':'x'}");

    // then
    logger.detachAppender(lines);
    assertThat(lines.list)
        .extracting(line -> line.getArgumentArray()[0])
        .containsExactly("audience", "x");
  }

  @Test
  void shouldNotPublishAgainWhatSomebodyElseDeleted() {
    // given
    Command publish =
        new Command.PublishJourney(
            EngineHarness.journey(NAP.formatted("first")),
            ContentHash.of(EngineHarness.journey(NAP.formatted("first"))));
    engine.command("publish", publish);

    // when
    engine.published("journey/first", null);
    engine.published("version/first/1", null);

    // then
    assertThat(engine.command(new Command.ToggleJourney("first", true)).rejection())
        .isEqualTo(Rejection.of(RegistryRejection.JOURNEY_NOT_FOUND));
    assertThat(engine.command("publish", publish).rejection()).isNull();
    assertThat(engine.registry().all(Journey.KIND)).isEmpty();
    assertThat(engine.registry().all(JourneyVersion.KIND)).isEmpty();
    assertThat(engine.command("publish it anew", publish).body()).containsEntry("version", 1);
    assertThat(engine.registry().triggeredBy("go")).hasSize(1);
    assertThat(afterARestart().triggeredBy("go")).hasSize(1);
  }

  @Test
  void shouldKeepDecidingWhenTheVersionOfALiveInstanceIsDeleted() {
    // given
    engine.givenJourney(NAP.formatted("first"));
    engine.givenJourney(NAP.formatted("second"));
    engine.when("ada", "go");

    // when
    engine.published("version/first/1", null);
    engine.when("ada", "leave");
    engine.when("bob", "go");

    // then nobody enters without a version, and what stands on it stays
    assertThat(engine.onlyState("ada", "first").status()).isEqualTo("waiting");
    assertThat(engine.onlyState("ada", "second").status()).isEqualTo("exited");
    assertThat(engine.states("bob", "first")).isEmpty();
    assertThat(engine.onlyState("bob", "second").status()).isEqualTo("waiting");
    assertThat(engine.deadLetters()).isEmpty();

    // when it is due
    engine.after(Duration.ofHours(1));

    // then
    assertThat(engine.onlyState("ada", "first").status()).isEqualTo("failed");
    assertThat(engine.onlyState("bob", "second").status()).isEqualTo("completed");
  }

  /** The topic is compacted, so it has entries of all releases for good. */
  @Test
  void shouldTakeAnEntryWhoseResultIsInTheFormOfAnEarlierRelease() {
    // given
    RegistryEntry entry = RegistryEntry.of(new Hold(Hold.ALL, true, 100, EngineHarness.START));
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.REPLY_TO, Headers.bytes(0));
    headers.add(Headers.CORRELATION, Headers.bytes("ask-1"));
    headers.add(
        RegistryPublisher.ANSWER,
        Headers.bytes("{\"partition\":0,\"of\":1,\"status\":200,\"body\":{\"held\":true}}"));

    // when
    engine.published(entry, headers);

    // then
    assertThat(engine.registry().hold(Hold.ALL)).isPresent();
    assertThat(engine.deadLetters()).isEmpty();
    assertThat(engine.results()).isEmpty();
  }
}
