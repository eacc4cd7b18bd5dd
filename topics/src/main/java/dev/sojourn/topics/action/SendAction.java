package dev.sojourn.topics.action;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.json.PlainJson;
import java.time.Instant;
import java.util.Map;

/**
 * A message that delivery must get out, as it stands in the actions topic.
 *
 * @param sendId the same on every attempt: the idempotency key for providers
 * @param attempt from 1
 * @param to an address of the channel
 * @param template the key, for people
 * @param templateHash the content, for the registry
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
    String template,
    String templateHash,
    String journeyId,
    String journeyName,
    String event,
    Map<String, Object> context,
    Map<String, Object> contact,
    Instant at) {

  public byte[] bytes() {
    return PlainJson.bytes(json -> SendActionJson.write(json, this));
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws java.io.UncheckedIOException when it is something else, or lacks a field
   */
  public static SendAction read(byte[] bytes) {
    return PlainJson.read(bytes, SendAction.class, SendActionJson::read);
  }
}
