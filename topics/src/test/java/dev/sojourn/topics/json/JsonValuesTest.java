package dev.sojourn.topics.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(null, "null"),
        arguments("", "\"\""),
        arguments("a\"b\\c/\n\t\u0001", "\"a\\\"b\\\\c/\\n\\t\\u0001\""),
        arguments("é漢", "\"é漢\""),
        arguments("😀", "\"\\uD83D\\uDE00\""),
        arguments("\ud83d", "\"\\uD83D\""),
        arguments(true, "true"),
        arguments(Integer.MIN_VALUE, "-2147483648"),
        arguments(2_147_483_648L, "2147483648"),
        arguments(new BigInteger("9223372036854775808"), "9223372036854775808"),
        arguments(1.0, "1.0"),
        arguments(1e21, "1.0E21"),
        arguments(-0.0, "-0.0"),
        arguments(Map.of(), "{}"),
        arguments(Arrays.asList(1, null, "x", List.of(), Map.of()), "[1,null,\"x\",[],{}]"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldWriteAndReadAsItIsWritten(Object value, String json) {
    // given
    Map<String, Object> object = new HashMap<>();
    object.put("é😀", value);

    // when
    byte[] bytes = JsonValues.bytes(object);

    // then
    assertThat(text(bytes)).isEqualTo("{\"é\\uD83D\\uDE00\":" + json + "}");
    assertThat(bytes).isEqualTo(Json.bytes(object));
    assertThat(JsonValues.object(bytes)).isEqualTo(object);
  }

  static Stream<Object> rarities() {
    return Stream.of(
        Double.NaN,
        Double.NEGATIVE_INFINITY,
        1.1f,
        (short) 3,
        new BigDecimal("1E+5"),
        Instant.parse("2026-01-15T10:30:00Z"),
        new int[] {1, 2},
        Map.of(1, 2));
  }

  /** Unlikely in practice, but written as the mapper would. */
  @ParameterizedTest
  @MethodSource("rarities")
  void shouldWriteWhatJsonHasNoTypeForAsTheMapperDoes(Object value) {
    assertThat(text(JsonValues.bytes(Map.of("x", value))))
        .isEqualTo(text(Json.bytes(Map.of("x", value))));
  }

  @Test
  void shouldRefuseToWriteWhatTheMapperRefuses() {
    // given
    Map<String, Object> nameless = new HashMap<>();
    nameless.put(null, 1);

    // then
    for (Map<String, Object> object :
        List.of(nameless, Map.<String, Object>of("x", Duration.ofDays(1)), nested(1_000))) {
      assertThatThrownBy(() -> JsonValues.bytes(object)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> Json.bytes(object)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldWriteAgainAfterAFailure() {
    assertThatThrownBy(() -> JsonValues.bytes(Map.of("a", "x".repeat(5_000), "b", new Object())))
        .isInstanceOf(IllegalStateException.class);

    assertThat(text(JsonValues.bytes(Map.of("a", 1)))).isEqualTo("{\"a\":1}");
  }

  @Test
  void shouldWriteAndReadAnyObjectAsTheMapperDoes() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      // given
      Map<String, Object> object = object(random, 4);

      // when
      byte[] bytes = JsonValues.bytes(object);
      Map<String, Object> read = JsonValues.object(bytes);

      // then
      assertThat(bytes).isEqualTo(Json.bytes(object));
      assertThat(read).isEqualTo(object).isEqualTo(Json.lenient().readValue(bytes, Map.class));
      assertThat(read.keySet()).containsExactlyElementsOf(object.keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{} x",
        "{}{}",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "{\"a\":{\"b\":1,\"b\":[2,{}]}}",
        "{\"i\":-2147483648,\"l\":2147483648,\"b\":9223372036854775808,\"z\":-0}",
        "{\"d\":1.0,\"e\":1e3,\"n\":-0.0,\"big\":1e400,\"long\":1.23456789012345678901234567890}",
        "{\"a\":\"\\ud83d\\ude00 \\ud83d \\u0000\",\"\":null}",
        "\uFEFF{\"a\":1}"
      })
  void shouldReadWhatTheMapperReads(String json) throws IOException {
    Map<?, ?> expected = Json.lenient().readValue(bytes(json), Map.class);

    assertThat(JsonValues.object(bytes(json))).isEqualTo(expected == null ? Map.of() : expected);
  }

  @Test
  void shouldReadAnObjectInTheMiddleOfARow() throws IOException {
    assertThat(JsonValues.object(bytes("xx{\"a\":1}yy"), 2, 7)).isEqualTo(Map.of("a", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "[]",
        "\"\"",
        "5",
        "true",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":[1",
        "{\"a\":[1}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":.5}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":/*c*/1}"
      })
  void shouldRefuseWhatIsNoObject(String json) {
    assertThatThrownBy(() -> JsonValues.object(bytes(json)))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void shouldReadNoDeeperThanAHundredLevels() {
    Map<String, Object> deep = nested(99);

    assertThat(JsonValues.object(JsonValues.bytes(deep))).isEqualTo(deep);
    assertThatThrownBy(() -> JsonValues.object(JsonValues.bytes(nested(100))))
        .isInstanceOf(UncheckedIOException.class);
  }

  private static Map<String, Object> nested(int lists) {
    Object value = 1;
    for (int i = 0; i < lists; i++) {
      value = List.of(value);
    }
    return Map.of("a", value);
  }

  private static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      // An unpaired surrogate can be written in a key but not read back.
      object.put(text(random).replaceAll("\\p{Cs}", "é"), value(random, depth));
    }
    return object;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 7 : 9)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt();
      case 3 -> Integer.MAX_VALUE + 1L + random.nextInt(Integer.MAX_VALUE);
      case 4 -> BigInteger.ONE.shiftLeft(64).add(new BigInteger(80, random));
      case 5 -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
      case 6 -> text(random);
      case 7 -> object(random, depth - 1);
      default -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
    };
  }

  /** Any code units, including unpaired surrogates. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
