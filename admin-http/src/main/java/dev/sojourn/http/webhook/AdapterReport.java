package dev.sojourn.http.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.http.request.FieldChecks;
import dev.sojourn.http.request.InvalidFieldException;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user's own adapter reports of an email, in our format.
 *
 * @param userId of the recipient, null when the adapter does not know it
 * @param id by which repeats are recognised
 * @param at when it happened, null for now
 * @param url that was clicked
 */
record AdapterReport(
    @JsonProperty(required = true) String type,
    @JsonProperty(required = true) String sendId,
    @Nullable String userId,
    @JsonProperty(required = true) String id,
    @Nullable Instant at,
    @Nullable String url,
    @Nullable String bounceType) {

  private static final List<String> BOUNCES = List.of("permanent", "transient", "undetermined");
  private static final int MAX_URL = 2_000;
  private static final int MAX_ID = 200;

  AdapterReport {
    FieldChecks.notBlank("type", type);
    FieldChecks.oneOf("type", type, EmailEventType.OF_ADAPTERS);
    FieldChecks.notBlank("sendId", sendId);
    SendId send = parsed(sendId);
    FieldChecks.atMost("url", url, MAX_URL);
    FieldChecks.oneOf("bounceType", bounceType, BOUNCES);
    FieldChecks.notBlank("id", id);
    FieldChecks.atMost("id", id, MAX_ID);
    FieldChecks.userId("userId", userId);
    if (userId != null && Partitions.hash(userId) != send.instance().userHash()) {
      throw InvalidFieldException.of(
          "userId", "expected the person of the send, found '%s'".formatted(userId));
    }
  }

  EmailEventType event() {
    return EmailEventType.ofWord(type).orElseThrow();
  }

  SendId send() {
    return parsed(sendId);
  }

  private static SendId parsed(String text) {
    try {
      return SendId.parse(text);
    } catch (IllegalArgumentException e) {
      throw InvalidFieldException.of(
          "sendId", "expected '<instance>:<step>:<visit>', found '%s'".formatted(text));
    }
  }
}
