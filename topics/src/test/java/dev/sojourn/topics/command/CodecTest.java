package dev.sojourn.topics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.access.ApiKey.Scope;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.sending.Cap;
import dev.sojourn.journeys.sending.QuietHours;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.sending.Window;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.registry.RegistryRecord;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

  private static final Instant AT = Instant.parse("2026-01-15T10:30:00.120Z");
  private static final InstanceId INSTANCE = InstanceId.of(AT.toEpochMilli(), 7, 9);
  private static final Template TEMPLATE =
      new Template("activation/welcome", "abc", "Hi", null, "news", "Hello {{ user.id }}");
  private static final ApiKey KEY =
      new ApiKey("k1", "ops", null, List.of(Scope.JOURNEY_ADMIN), "hash", AT, "admin", AT, null);
  private static final SendingPolicy SENDING =
      new SendingPolicy(
          "Europe/Berlin",
          new QuietHours("22:00", "08:00", QuietHours.Then.skip),
          List.of(
              new Cap("email", null, 1, Window.parse("day")),
              new Cap(null, "news", 3, Window.parse(Map.of("days", 7L)))),
          List.of("transactional", "security"));
  private static final JourneyDefinition JOURNEY =
      Journeys.journey("j")
          .on("go")
          .disabled()
          .suppress(Duration.ofHours(12))
          .steps(Journeys.sleep("nap", Duration.ofDays(1)), Journeys.complete("done"));

  static Stream<Command> commands() {
    return Stream.of(
        new Command.CancelInstance("ada", INSTANCE, "operator"),
        new Command.ChangePreferences(
            "ada", new PreferencesPatch("a@b.c", true, null, Map.of("news", false), null)),
        new Command.ChangeContact("ada", Map.of("plan", "pro"), List.of("old")),
        new Command.EraseContact("ada", "c2FsdA=="),
        new Command.ToggleJourney("j", false),
        new Command.PublishJourney(JOURNEY, "hash"),
        new Command.MarkMissing("j"),
        new Command.PublishTemplate(TEMPLATE),
        new Command.PublishSending(SENDING),
        new Command.PublishSending(SendingPolicy.NONE),
        new Command.CreateApiKey("k1", "ops", Role.EDITOR, List.of(), AT, "hash", "admin"),
        new Command.CreateApiKey("k1", "app", null, List.of(Scope.INGEST), null, "hash", "admin"),
        new Command.RevokeApiKey("k1"),
        new Command.RetryDeadLetter(3, 1L << 40, "admin", null),
        new Command.RetryDeadLetter(
            3, 7, "admin", new Command.RetryDeadLetter.Original(null, "AAEC")),
        new Command.DiscardDeadLetter(3, 7, "admin"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldRoundTripCommands(Command command) throws Exception {
    assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
    assertThat(command.key())
        .isIn("ada", "j", "activation/welcome", "sending", "k1", "partition-3");
  }

  @Test
  void shouldBeDecidedByWhoeverOwnsTheKeyUnlessItNamesAPartition() {
    assertThat(new Command.MarkMissing("j").decidedBy(4)).isEqualTo(Partitions.of("j", 4));
    assertThat(new Command.DiscardDeadLetter(3, 7, "admin").decidedBy(4)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "5",
        "{}",
        "{\"type\":\"no\"}",
        "{\"type\":\"toggle_journey\",\"enabled\":true}",
        "{\"type\":\"toggle_journey\",\"journeyId\":\"j\"}",
        "{\"type\":\"toggle_journey\",\"journeyId\":null,\"enabled\":true}",
        "{\"type\":\"toggle_journey\",\"journeyId\":\"j\",\"enabled\":true,\"more\":1}",
        "{\"type\":\"cancel_instance\",\"userId\":\"u\",\"instance\":\"x\",\"by\":\"me\"}",
        "{\"type\":\"publish_journey\",\"hash\":\"h\"}",
        "{\"type\":\"create_api_key\",\"id\":\"k\",\"name\":\"n\",\"role\":\"king\"}",
        "{\"type\":\"create_api_key\",\"id\":\"k\",\"name\":\"n\",\"role\":\"admin\"}",
        "{\"type\":\"mark_missing\",\"journeyId\":\"j\"} x"
      })
  void shouldRefuseWhatIsNoCommand(String text) {
    assertThatThrownBy(() -> CommandCodec.decode(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            InvalidRecordException.class,
            wrong -> assertThat(wrong.reason()).isEqualTo("invalid_command"));
    assertThatThrownBy(() -> CommandCodec.decode(null)).isInstanceOf(InvalidRecordException.class);
  }

  @Test
  void shouldCompareRequestsForAKeyWithoutTheirHashesAndPrintNone() {
    Command first =
        new Command.CreateApiKey("k", "n", Role.ADMIN, List.of(), null, "#first", "admin");
    Command second =
        new Command.CreateApiKey("k", "n", Role.ADMIN, List.of(), null, "#second", "admin");

    assertThat(first.idempotencyContent()).isEqualTo(second.idempotencyContent());
    assertThat(first.toString() + KEY).doesNotContain("hash", "#first");
  }

  @Test
  void shouldTakeWhoAskedFromAHeaderOrNotAtAll() {
    Actor actor = new Actor("ops", "k1", "10.0.0.1");
    RecordHeaders headers = new RecordHeaders();

    assertThat(Actor.read(headers)).isEqualTo(Actor.UNKNOWN);
    headers.add(Headers.ACTOR, actor.bytes());
    assertThat(Actor.read(headers)).isEqualTo(actor);
    for (String wrong : List.of("", "x", "null", "{}", "{\"name\":null}", "{\"name\":5}", "[]")) {
      headers.add(Headers.ACTOR, Headers.bytes(wrong));
      assertThat(Actor.read(headers)).as(wrong).isEqualTo(Actor.UNKNOWN);
    }
  }

  static Stream<RegistryEntry> entries() {
    Journey journey =
        new Journey(
            "j",
            "J",
            Origin.FILE,
            State.ACTIVE,
            false,
            2,
            Map.of("h1", 1, "h2", 2),
            "missing",
            true,
            AT);
    return Stream.of(
        RegistryEntry.of(journey),
        RegistryEntry.of(new JourneyVersion("j", 2, "h2", JOURNEY)),
        RegistryEntry.of(TEMPLATE),
        RegistryEntry.of(Template.CONTENT, TEMPLATE),
        RegistryEntry.of(KEY),
        RegistryEntry.of(KEY.revoked(AT)),
        RegistryEntry.of(SENDING));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void shouldRoundTripRegistryEntries(RegistryEntry entry) {
    byte[] key = Headers.bytes(entry.id());

    assertThat(RegistryRecord.read(key, entry.bytes())).isEqualTo(entry);
  }

  @Test
  void shouldPutEntriesIntoTheRegistry() {
    List<RegistryEntry> all = entries().toList();
    Registry registry = Registry.EMPTY;
    for (RegistryEntry entry : all) {
      registry = entry.into(registry);
    }

    assertThat(all)
        .extracting(RegistryEntry::id)
        .containsExactly(
            "journey/j",
            "version/j/2",
            "template/activation/welcome",
            "content/abc",
            "key/k1",
            "key/k1",
            "sending");
    assertThat(registry.sending()).isEqualTo(SENDING);
    assertThat(registry.triggeredBy("go")).hasSize(1);
    assertThat(registry.template("activation/welcome")).contains(TEMPLATE);
    assertThat(registry.get(Template.CONTENT, "abc")).contains(TEMPLATE);
    assertThat(registry.apiKey("k1")).contains(KEY.revoked(AT));
    assertThat(
            RegistryEntry.of(Template.CONTENT, TEMPLATE)
                .into(Registry.EMPTY)
                .template("activation/welcome"))
        .isEmpty();
  }

  @Test
  void shouldRoundTripActionsOutcomesAndResults() {
    Map<String, Object> context = new HashMap<>();
    context.put("nothing", null);
    context.put("deep", Map.of("list", Arrays.asList(1, null, "x")));
    SendId send = new SendId(INSTANCE, "a:b", 3);
    SendAction action =
        new SendAction(
            send,
            2,
            "ada",
            "email",
            "a@b.c",
            new SendAction.Templated("t", "abc", null),
            "j",
            "J",
            "go",
            context,
            Map.of(),
            AT);
    SendOutcome full =
        new SendOutcome(
            send,
            2,
            "ada",
            OutcomeCame.Result.retry,
            "busy",
            1500L,
            new SendOutcome.Message("a@b.c", "email", "t", "Hi", "Hello", "j", AT));
    SendOutcome least = new SendOutcome(send, 1, "ada", OutcomeCame.Result.sent, null, null, null);

    assertThat(SendAction.read(action.bytes())).isEqualTo(action);
    assertThat(SendOutcome.read(full.bytes())).isEqualTo(full);
    assertThat(SendOutcome.read(least.bytes())).isEqualTo(least);
    assertThat(full.signal())
        .isEqualTo(new OutcomeCame(2, OutcomeCame.Result.retry, "busy", Duration.ofMillis(1500)));
    assertThat(least.signal().pause()).isEmpty();
  }

  @Test
  void shouldWriteTimesWithThreeDigitsOfMilliseconds() {
    SendAction action =
        new SendAction(
            new SendId(INSTANCE, "s", 1),
            1,
            "ada",
            "email",
            "a",
            new SendAction.Templated("t", "h", "news"),
            "j",
            "J",
            "go",
            Map.of(),
            Map.of(),
            AT);

    assertThat(new String(action.bytes(), StandardCharsets.UTF_8))
        .contains("\"at\":\"2026-01-15T10:30:00.120Z\"", "\"sendId\":\"" + INSTANCE + ":s:1\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{\"sendId\":\"x\"}", "{\"no\":1}"})
  void shouldRefuseWhatIsNoOutcome(String text) {
    assertThatThrownBy(() -> SendOutcome.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UncheckedIOException.class);
  }
}
