package dev.sojourn.topics.action;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.json.JsonObjectReader;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** JSON format of an outcome; absent values are omitted. */
final class SendOutcomeJson {

  private SendOutcomeJson() {}

  static void write(JsonGenerator json, SendOutcome outcome) throws IOException {
    json.writeStartObject();
    json.writeStringField("sendId", outcome.sendId().toString());
    json.writeNumberField("attempt", outcome.attempt());
    json.writeStringField("userId", outcome.userId());
    json.writeStringField("result", outcome.result().name());
    if (outcome.error() != null) {
      json.writeStringField("error", outcome.error());
    }
    if (outcome.retryAfterMs() != null) {
      json.writeNumberField("retryAfterMs", outcome.retryAfterMs());
    }
    if (outcome.message() != null) {
      json.writeFieldName("message");
      write(json, outcome.message());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SendOutcome.Message message) throws IOException {
    json.writeStartObject();
    json.writeStringField("to", message.to());
    json.writeStringField("channel", message.channel());
    json.writeStringField("template", message.template());
    json.writeStringField("subject", message.subject());
    json.writeStringField("body", message.body());
    json.writeStringField("journeyId", message.journeyId());
    json.writeStringField("at", InstantJson.text(message.at()));
    json.writeEndObject();
  }

  static SendOutcome read(JsonObjectReader fields) throws IOException {
    SendId sendId = null;
    Integer attempt = null;
    String userId = null;
    OutcomeCame.Result result = null;
    String error = null;
    Long retryAfterMs = null;
    SendOutcome.Message message = null;
    for (@Nullable String key = fields.next(); key != null; key = fields.next()) {
      switch (key) {
        case "sendId" -> sendId = fields.parsed(SendId::parse);
        case "attempt" -> attempt = fields.integer();
        case "userId" -> userId = fields.text();
        case "result" -> result = fields.parsed(OutcomeCame.Result::valueOf);
        case "error" -> error = fields.text();
        case "retryAfterMs" -> retryAfterMs = fields.number();
        case "message" -> message = fields.nested(SendOutcomeJson::message);
        default -> throw fields.unknown();
      }
    }
    return new SendOutcome(
        fields.required(sendId, "sendId"),
        fields.required(attempt, "attempt"),
        fields.required(userId, "userId"),
        fields.required(result, "result"),
        error,
        retryAfterMs,
        message);
  }

  private static SendOutcome.Message message(JsonObjectReader fields) throws IOException {
    String to = null;
    String channel = null;
    String template = null;
    String subject = null;
    String body = null;
    String journeyId = null;
    Instant at = null;
    for (@Nullable String key = fields.next(); key != null; key = fields.next()) {
      switch (key) {
        case "to" -> to = fields.text();
        case "channel" -> channel = fields.text();
        case "template" -> template = fields.text();
        case "subject" -> subject = fields.text();
        case "body" -> body = fields.text();
        case "journeyId" -> journeyId = fields.text();
        case "at" -> at = fields.time();
        default -> throw fields.unknown();
      }
    }
    return new SendOutcome.Message(
        fields.required(to, "to"),
        fields.required(channel, "channel"),
        fields.required(template, "template"),
        fields.required(subject, "subject"),
        fields.required(body, "body"),
        fields.required(journeyId, "journeyId"),
        fields.required(at, "at"));
  }
}
