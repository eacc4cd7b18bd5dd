package dev.sojourn.delivery.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.provider.EmailAddress;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.provider.SendHeader;
import dev.sojourn.delivery.provider.UnsubscribeHeaders;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.journeys.event.Digest;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.json.JsonValues;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Provider that sends email through Resend
 * (https://resend.com/docs/api-reference/emails/send-email). All attempts of a send share one
 * idempotency key, which Resend remembers for a day. Safe for any number of threads.
 */
public final class ResendProvider implements Provider {

  private static final Duration WHOLE = Duration.ofSeconds(20);
  private static final Duration DEADLINE = WHOLE.plusSeconds(5);

  /** Maximum length of an idempotency key and of a tag value. */
  private static final int MOST_LETTERS = 256;

  /**
   * Errors of our account, not of the email: a wrong key must not fail emails, which wait until it
   * is corrected.
   */
  private static final Set<String> OWN =
      Set.of("missing_api_key", "invalid_api_key", "restricted_api_key", "rate_limit_exceeded");

  private static final int TOO_MANY = 429;

  /**
   * The idempotency key was used by an email that Resend accepted; rejected requests do not use up
   * a key. The content differs because the person's data may change between attempts. We missed the
   * first response.
   */
  private static final String TAKEN_BEFORE = "invalid_idempotent_request";

  private static final ObjectMapper JSON = Json.lenient();

  private final URI url;
  private final String apiKey;
  private final EmailAddress from;
  private final InstantSource clock;
  private final OutboundHttp caller;

  /**
   * Creates a provider.
   *
   * @param base API base URL, without a trailing slash
   * @param from sender for templates that do not set one
   */
  public ResendProvider(URI base, String apiKey, EmailAddress from, InstantSource clock) {
    this(base, apiKey, from, clock, WHOLE);
  }

  ResendProvider(URI base, String apiKey, EmailAddress from, InstantSource clock, Duration whole) {
    this.url = URI.create(base + "/emails");
    this.apiKey = apiKey;
    this.from = from;
    this.clock = clock;
    this.caller = new OutboundHttp("Resend", whole);
  }

  @Override
  public DeliveryResult deliver(SendAction action, RenderedMessage message) {
    HttpRequest request;
    try {
      String sender = message.from();
      EmailAddress checked = sender == null ? from : new EmailAddress(sender);
      request = request(action, body(action, message, checked, new EmailAddress(action.to())));
    } catch (IllegalArgumentException e) {
      return new DeliveryResult.PermanentFailure("Mail cannot be written: " + e.getMessage());
    }
    return OutboundHttp.await(caller.call(request, this::meaning));
  }

  private HttpRequest request(SendAction action, Map<String, Object> body) {
    return HttpRequest.newBuilder(url)
        .setHeader("Authorization", "Bearer " + apiKey)
        .setHeader("Content-Type", "application/json")
        .setHeader("Idempotency-Key", idempotencyKey(action.sendId()))
        .POST(BodyPublishers.ofByteArray(JsonValues.bytes(body)))
        .build();
  }

  private static String idempotencyKey(SendId send) {
    String key = SendHeader.value(send);
    return key.length() <= MOST_LETTERS
        ? key
        : HexFormat.of().formatHex(Digest.of(send.toString()).array());
  }

  private static Map<String, Object> body(
      SendAction action, RenderedMessage message, EmailAddress from, EmailAddress to) {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put(SendHeader.NAME, SendHeader.value(action.sendId()));
    String unsubscribe = message.unsubscribe();
    if (unsubscribe != null) {
      headers.putAll(UnsubscribeHeaders.of(unsubscribe));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("from", from.text());
    body.put("to", List.of(to.text()));
    body.put("subject", message.subject());
    String html = message.html();
    if (html != null) {
      body.put("html", html);
    }
    body.put("text", message.text());
    body.put("headers", headers);
    String tag = SendHeader.tag(action.sendId());
    // Without the tag, feedback on the send cannot be matched; no realistic step name is that long.
    if (tag.length() <= MOST_LETTERS) {
      body.put("tags", List.of(tag(tag)));
    }
    return body;
  }

  /** Keys keep the same order across restarts, or a retry's payload would differ. */
  private static Map<String, Object> tag(String value) {
    Map<String, Object> tag = new LinkedHashMap<>();
    tag.put("name", "sojourn_send");
    tag.put("value", value);
    return tag;
  }

  private DeliveryResult meaning(OutboundHttp.Answer answer) {
    if (answer.isGood()) {
      return new DeliveryResult.Sent();
    }
    Failure failure = failure(answer);
    if (failure.name().equals(TAKEN_BEFORE)) {
      return new DeliveryResult.Sent();
    }
    String error = "Resend API error: " + failure.message();
    Duration after = RetryAfter.of(answer.headers(), clock.instant());
    // Rate limits and daily quotas say nothing about this email either.
    if (answer.status() == TOO_MANY || OWN.contains(failure.name())) {
      return new DeliveryResult.Unavailable(error, after);
    }
    boolean passes = answer.mayPass() || failure.name().equals("concurrent_idempotent_requests");
    return passes
        ? new DeliveryResult.TransientFailure(error, after)
        : new DeliveryResult.PermanentFailure(error);
  }

  /** Error response body. */
  private record Failure(String name, String message) {}

  private static Failure failure(OutboundHttp.Answer answer) {
    String nothingElse = "HTTP " + answer.status();
    try {
      JsonNode body = JSON.readTree(answer.body());
      String message = body.path("message").asText("");
      return new Failure(
          body.path("name").asText(""), message.isBlank() ? nothingElse : message.strip());
    } catch (JsonProcessingException e) {
      // The response came from an intermediary, perhaps as an HTML page.
      return new Failure("", nothingElse);
    }
  }

  @Override
  public Duration deadline() {
    return DEADLINE;
  }
}
