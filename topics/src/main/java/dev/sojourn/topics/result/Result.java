package dev.sojourn.topics.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Result of a command or receipt for an event, as stored in the results topic; its key is the
 * correlation id. It is either applied, and then has an {@link Answer}, or rejected.
 *
 * @param partition the partition that responds
 * @param of how many partitions must report it before it counts; 1 for a person's command, the
 *     number of all partitions for a registry change
 * @param rejection why nothing was done, null when it was applied
 * @param body the answer as JSON, empty when it was rejected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Result(
    int partition, int of, @Nullable Rejection rejection, Map<String, Object> body) {

  /** Answers of a later release may say more. */
  private static final ObjectReader ANSWERS =
      Json.mapper().reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public Result {
    body = Collections.unmodifiableMap(new LinkedHashMap<>(body));
  }

  /** The result of one partition, which is enough. */
  public static Result applied(int partition, Answer answer) {
    return new Result(partition, 1, null, answer.facts());
  }

  /** The rejection of one partition, which is enough. */
  public static Result rejected(int partition, Rejection rejection) {
    return new Result(partition, 1, rejection, Map.of());
  }

  /** The same result from this one of so many partitions. */
  public Result from(int reporting, int partitions) {
    return new Result(reporting, partitions, rejection, body);
  }

  /**
   * The answer.
   *
   * @throws IllegalStateException when it was rejected, or has another answer
   */
  public <A extends Answer> A answer(Class<A> type) {
    if (rejection != null) {
      throw new IllegalStateException(
          "expected %s, found the rejection %s".formatted(type.getSimpleName(), rejection.code()));
    }
    try {
      if (Arrays.stream(type.getRecordComponents())
          .allMatch(key -> body.containsKey(key.getName()))) {
        return ANSWERS.forType(type).readValue(Json.mapper().<JsonNode>valueToTree(body));
      }
    } catch (IOException e) {
      // Without the cause: it quotes values, which may be personal data.
    }
    throw new IllegalStateException(
        "expected %s, found the keys %s".formatted(type.getSimpleName(), body.keySet()));
  }

  public byte[] bytes() {
    return Json.bytes(this);
  }

  public static Result read(byte[] bytes) {
    return Json.read(bytes, Result.class);
  }
}
