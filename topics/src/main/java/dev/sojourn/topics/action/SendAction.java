package dev.sojourn.topics.action;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.json.JsonValues;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What delivery must get out, as it stands in the actions topic.
 *
 * @param sendId the same on every attempt: the idempotency key for providers
 * @param attempt from 1
 * @param channel {@code webhook} for a call
 * @param to an address of the channel
 * @param event the name of the event that entered
 * @param context what the instance kept of its properties
 * @param contact the contact's properties
 * @param at when it was asked for
 */
public record SendAction(
    SendId sendId,
    int attempt,
    String userId,
    String channel,
    String to,
    Content content,
    String journeyId,
    String journeyName,
    String event,
    Map<String, Object> context,
    Map<String, Object> contact,
    Instant at) {

  /** What is to get out. */
  public sealed interface Content {}

  /**
   * A message, to be rendered.
   *
   * @param key for people
   * @param hash the content, for the registry
   * @param category the template's, or else the journey's; null when neither has one, and in what
   *     former releases wrote
   */
  public record Templated(String key, String hash, @Nullable String category) implements Content {}

  /**
   * A call to somebody's server.
   *
   * @param headers in addition to those that every call has
   * @param data the author's own part of what is posted
   * @param email the person's, null when none is known
   */
  public record Call(Map<String, String> headers, Map<String, Object> data, @Nullable String email)
      implements Content {}

  /** What it is, for people: the key of its template or, of a call, the address. */
  public String template() {
    return content instanceof Templated message ? message.key() : to;
  }

  public byte[] bytes() {
    return JsonValues.bytes(json -> SendActionJson.write(json, this));
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws java.io.UncheckedIOException when it is something else, or lacks a field
   */
  public static SendAction read(byte[] bytes) {
    return JsonValues.read(bytes, SendAction.class, SendActionJson::read);
  }
}
