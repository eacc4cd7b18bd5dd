package dev.sojourn.topics.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other releases read these records too: the format must not change by accident. */
class ActionJsonTest {

  private static final Instant AT = Instant.parse("2026-01-15T10:30:00.120Z");
  private static final String ID = "019bc134-78b8-8000-8000-1c0000000009";
  private static final SendId SEND = new SendId(InstanceId.of(AT.toEpochMilli(), 7, 9), "a:b", 3);

  private static final String OUTCOME =
      "{\"sendId\":\"" + ID + ":a:b:3\",\"attempt\":2,\"userId\":\"ada\",\"result\":\"sent\"}";

  private static final String ACTION =
      "{\"sendId\":\""
          + ID
          + ":a:b:3\",\"attempt\":2,\"userId\":\"ad\\uD83D\\uDE00\",\"channel\":\"email\","
          + "\"to\":\"a@b.c\",\"template\":\"t\",\"templateHash\":\"abc\",\"journeyId\":\"j\","
          + "\"journeyName\":\"Jé\",\"event\":\"go\",\"context\":{\"nothing\":null,\"empty\":\"\","
          + "\"list\":[1,null,3000000000,12345678901234567890,1.5,true,{}]},\"contact\":{},"
          + "\"at\":\"2026-01-15T10:30:00.120Z\"}";

  private static SendAction action() {
    return action(null);
  }

  private static SendAction action(@Nullable String category) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("nothing", null);
    context.put("empty", "");
    BigInteger large = new BigInteger("12345678901234567890");
    context.put("list", Arrays.asList(1, null, 3_000_000_000L, large, 1.5, true, Map.of()));
    return new SendAction(
        SEND,
        2,
        "ad😀",
        "email",
        "a@b.c",
        new SendAction.Templated("t", "abc", category),
        "j",
        "Jé",
        "go",
        context,
        Map.of(),
        AT);
  }

  /** The fields of a message except its time. */
  private static final String MESSAGE =
      "\"to\":\"a@b.c\",\"channel\":\"email\",\"template\":\"t\",\"subject\":\"Hi\","
          + "\"body\":\"Hello\",\"journeyId\":\"j\"";

  private static final String NOW = "\"at\":\"2026-01-15T10:30:00.120Z\"";

  @Test
  void shouldWriteAndReadAnAction() {
    assertThat(text(action().bytes())).isEqualTo(ACTION);
    assertThat(SendAction.read(bytes(ACTION))).isEqualTo(action());
    assertThat(SendAction.read(bytes(ACTION)).context().keySet())
        .containsExactly("nothing", "empty", "list");
  }

  @Test
  void shouldWriteAndReadTheCategoryThatAMessageHas() {
    // given
    String json = ACTION.replace("\"abc\",", "\"abc\",\"category\":\"news\",");

    // then
    assertThat(text(action("news").bytes())).isEqualTo(json);
    assertThat(SendAction.read(bytes(json))).isEqualTo(action("news"));
  }

  @Test
  void shouldWriteAndReadACall() {
    // given
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("a", Arrays.asList(1, null));
    SendAction.Call call = new SendAction.Call(Map.of("X-Key", "k"), data, "a@b.c");
    SendAction action =
        new SendAction(
            SEND, 1, "ada", "webhook", "https://x.y", call, "j", "J", "go", Map.of(), Map.of(), AT);
    String json =
        "\"to\":\"https://x.y\",\"call\":{\"headers\":{\"X-Key\":\"k\"},"
            + "\"data\":{\"a\":[1,null]},\"email\":\"a@b.c\"},\"journeyId\":\"j\"";

    // then
    assertThat(text(action.bytes())).contains(json).doesNotContain("template");
    assertThat(SendAction.read(action.bytes())).isEqualTo(action);
    assertThat(SendAction.read(bytes(text(action.bytes()).replace(",\"email\":\"a@b.c\"", ""))))
        .extracting(SendAction::content)
        .isEqualTo(new SendAction.Call(Map.of("X-Key", "k"), data, null));
  }

  @Test
  void shouldWriteAndReadAnOutcome() {
    // given
    SendOutcome least = new SendOutcome(SEND, 2, "ada", OutcomeCame.Result.sent, null, null, null);
    SendOutcome full =
        new SendOutcome(
            SEND,
            2,
            "ada",
            OutcomeCame.Result.retry,
            "busy",
            1500L,
            new SendOutcome.Message("a@b.c", "email", "t", "Hi", "Hello\n", "j", AT));
    String more =
        ",\"error\":\"busy\",\"retryAfterMs\":1500,\"message\":{\"to\":\"a@b.c\","
            + "\"channel\":\"email\",\"template\":\"t\",\"subject\":\"Hi\",\"body\":\"Hello\\n\","
            + "\"journeyId\":\"j\",\"at\":\"2026-01-15T10:30:00.120Z\"}}";

    // then
    assertThat(text(least.bytes())).isEqualTo(OUTCOME);
    assertThat(SendOutcome.read(bytes(OUTCOME))).isEqualTo(least);
    assertThat(text(full.bytes())).isEqualTo(OUTCOME.replace("sent", "retry").replace("}", more));
    assertThat(SendOutcome.read(full.bytes())).isEqualTo(full);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"error\":null,\"retryAfterMs\":null,\"message\":null",
        "\"message\":{" + MESSAGE + ",\"at\":\"2026-01-15T11:30:00.12+01:00\"}",
        "\"retryAfterMs\":-1"
      })
  void shouldReadAnOutcomeOfWhichLittleIsSaid(String more) {
    SendOutcome read = SendOutcome.read(bytes(OUTCOME.replace("}", "," + more + "}")));

    assertThat(read.sendId()).isEqualTo(SEND);
    assertThat(SendOutcome.read(read.bytes())).isEqualTo(read);
  }

  static Stream<String> wrongOutcomes() {
    Stream<String> replaced =
        Stream.of("null", "\"\"", "\"x\"", "5.5", "1.0", "1e0", "true", "{}", "[]", "99999999999")
            .flatMap(
                wrong ->
                    Stream.of("\"sendId\":[^,]*", "\"attempt\":2", "\"result\":\"sent\"")
                        .map(
                            field ->
                                OUTCOME.replaceFirst(
                                    field, field.substring(0, field.indexOf(':') + 1) + wrong)));
    Stream<String> users =
        Stream.of("null", "5", "true", "{}", "[\"u\"]").map(OUTCOME_USER::formatted);
    Stream<String> lacking =
        Stream.of("\"sendId\":[^,]*,", "\"attempt\":2,", "\"userId\":\"ada\",", ",\"result\".*\"")
            .map(field -> OUTCOME.replaceFirst(field, ""));
    Stream<String> added =
        Stream.of(
                "\"more\":1",
                "\"attempt\":2",
                "\"error\":5",
                "\"error\":\"a\",\"error\":\"a\"",
                "\"retryAfterMs\":\"5\"",
                "\"retryAfterMs\":5.5",
                "\"retryAfterMs\":99999999999999999999",
                "\"message\":\"\"",
                "\"message\":[]",
                "\"message\":{" + MESSAGE + "," + NOW + ",\"no\":1}",
                "\"message\":{" + MESSAGE.replace("\"a@b.c\"", "5") + "," + NOW + "}",
                "\"message\":{" + MESSAGE + "," + NOW + "," + NOW + "}",
                "\"message\":{" + MESSAGE + ",\"at\":5}",
                "\"message\":{" + MESSAGE + ",\"at\":\"\"}",
                "\"message\":{" + MESSAGE + ",\"at\":{}}",
                "\"message\":{" + MESSAGE + ",\"at\":\"yesterday\"}",
                // A list of messages is sorted by their times.
                "\"message\":{" + MESSAGE + ",\"at\":null}",
                "\"message\":{" + MESSAGE + "}",
                "\"message\":{" + MESSAGE.replace("\"subject\":\"Hi\",", "") + "," + NOW + "}",
                "\"message\":{" + MESSAGE.replace("\"a@b.c\"", "null") + "," + NOW + "}",
                "\"message\":{}",
                "")
            .map(more -> OUTCOME.replace("}", "," + more + "}"));
    Stream<String> other =
        Stream.of(
            "",
            " ",
            "null",
            "[]",
            "\"x\"",
            "5",
            "{",
            "{}",
            OUTCOME + " x",
            OUTCOME + OUTCOME,
            "[" + OUTCOME + "]",
            OUTCOME.substring(0, OUTCOME.length() - 1));
    return Stream.of(replaced, users, lacking, added, other).flatMap(stream -> stream);
  }

  private static final String OUTCOME_USER =
      "{\"sendId\":\"" + ID + ":a:b:3\",\"attempt\":2,\"userId\":%s,\"result\":\"sent\"}";

  @ParameterizedTest
  @MethodSource("wrongOutcomes")
  void shouldRefuseWhatIsNoOutcome(String json) {
    assertThat(json).isNotEqualTo(OUTCOME);
    assertThatThrownBy(() -> SendOutcome.read(bytes(json)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("expected a SendOutcome");
  }

  static Stream<String> wrongActions() {
    Stream<String> lacking =
        List.of("sendId", "userId", "channel", "to", "template", "templateHash", "event").stream()
            .map(key -> ACTION.replaceFirst("\"" + key + "\":\"[^\"]*\",", ""));
    Stream<String> changed =
        Stream.of(
            ACTION.replace("\"contact\":{},", ""),
            ACTION.replace("\"contact\":{}", "\"contact\":null"),
            ACTION.replace("\"contact\":{}", "\"contact\":[]"),
            ACTION.replace("\"contact\":{}", "\"contact\":\"\""),
            ACTION.replace("\"contact\":{}", "\"contact\":{\"a\":1,\"a\":1}"),
            ACTION.replace("\"contact\":{}", "\"contact\":{\"a\":[{\"b\":1,\"b\":1}]}"),
            ACTION.replace("\"contact\":{}", "\"contact\":" + deep(99)),
            ACTION.replace("\"at\":\"2026-01-15T10:30:00.120Z\"", "\"at\":\"now\""),
            ACTION.replace("\"event\":\"go\"", "\"event\":7"),
            ACTION.replace("\"event\":\"go\"", "\"event\":\"go\",\"category\":7"),
            ACTION.replace("\"event\":\"go\"", "\"event\":\"go\",\"more\":1"),
            ACTION + "x");
    return Stream.concat(lacking, changed);
  }

  @ParameterizedTest
  @MethodSource("wrongActions")
  void shouldRefuseWhatIsNoAction(String json) {
    assertThat(json).isNotEqualTo(ACTION);
    assertThatThrownBy(() -> SendAction.read(bytes(json)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("expected a SendAction");
  }

  @Test
  void shouldReadAHundredLevelsInAll() {
    String json = ACTION.replace("\"contact\":{}", "\"contact\":" + deep(98));

    assertThat(SendAction.read(bytes(json)).contact()).containsOnlyKeys("a");
  }

  private static String deep(int lists) {
    return "{\"a\":" + "[".repeat(lists) + "]".repeat(lists) + "}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
