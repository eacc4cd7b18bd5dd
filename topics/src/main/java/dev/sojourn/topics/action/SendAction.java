package dev.sojourn.topics.action;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.json.JsonValues;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Send action: a request to delivery, as stored in the actions topic.
 *
 * @param sendId the same on every attempt: the idempotency key for providers
 * @param attempt from 1
 * @param channel {@code webhook} for a call
 * @param to an address of the channel
 * @param event the name of the trigger event
 * @param context the trigger properties that the instance kept
 * @param contact the contact's properties
 * @param at when it was requested
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

  /** Content of a send action. */
  public sealed interface Content {}

  /**
   * A message to be rendered.
   *
   * @param key for people
   * @param hash the content, for the registry
   * @param category the opt-out category of the template or, without one, of the journey; null when
   *     neither has one, and in records of older releases
   */
  public record Templated(String key, String hash, @Nullable String category) implements Content {}

  /**
   * A webhook call.
   *
   * @param headers in addition to the standard headers of every call
   * @param data the author's own part of the request body
   * @param email the person's, null when unknown
   */
  public record Call(Map<String, String> headers, Map<String, Object> data, @Nullable String email)
      implements Content {}

  /** Display name: the template key or, for a call, the URL. */
  public String template() {
    return content instanceof Templated message ? message.key() : to;
  }

  public byte[] bytes() {
    return JsonValues.bytes(json -> SendActionJson.write(json, this));
  }

  /**
   * Parses what {@link #bytes} wrote.
   *
   * @throws java.io.UncheckedIOException when it is something else, or lacks a field
   */
  public static SendAction read(byte[] bytes) {
    return JsonValues.read(bytes, SendAction.class, SendActionJson::read);
  }
}
