package dev.sojourn.journeys.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Send id: instance, step and visit. The same on every attempt and replay, so that a provider that
 * supports idempotency keys can recognise a duplicate.
 *
 * @param visit how many steps the instance had entered when it entered this one, from 1
 */
public record SendId(InstanceId instance, String step, int visit) {

  @JsonCreator
  public static SendId parse(String text) {
    int last = text.lastIndexOf(':');
    if (last < 38 || text.charAt(36) != ':') {
      throw new IllegalArgumentException(
          "expected '<instance>:<step>:<visit>' for key 'sendId', found '%s'".formatted(text));
    }
    InstanceId instance =
        InstanceId.parse(text.substring(0, 36))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expected an instance id for key 'sendId', found '%s'".formatted(text)));
    try {
      return new SendId(
          instance, text.substring(37, last), Integer.parseInt(text, last + 1, text.length(), 10));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a number after the last ':' for key 'sendId', found '%s'".formatted(text), e);
    }
  }

  @Override
  @JsonValue
  public String toString() {
    return instance + ":" + step + ":" + visit;
  }
}
