package dev.sojourn.topics.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.topics.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Result of a command, as stored in the results topic; its key is the correlation id.
 *
 * @param partition the partition that responds
 * @param of how many partitions must report it before it counts; 1 for a person's command, the
 *     number of all partitions for a registry change
 * @param status as in HTTP: 200 applied, 404 unknown, 409 refused
 * @param error the reason for a refusal, for people
 * @param body the response for the caller
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Result(
    int partition, int of, int status, @Nullable String error, Map<String, Object> body) {

  public byte[] bytes() {
    return Json.bytes(this);
  }

  public static Result read(byte[] bytes) {
    return Json.read(bytes, Result.class);
  }
}
