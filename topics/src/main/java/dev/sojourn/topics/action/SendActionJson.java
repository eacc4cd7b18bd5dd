package dev.sojourn.topics.action;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.json.JsonObjectReader;
import dev.sojourn.topics.json.JsonValues;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON format of a send action. */
final class SendActionJson {

  private SendActionJson() {}

  static void write(JsonGenerator json, SendAction action) throws IOException {
    json.writeStartObject();
    json.writeStringField("sendId", action.sendId().toString());
    json.writeNumberField("attempt", action.attempt());
    json.writeStringField("userId", action.userId());
    json.writeStringField("channel", action.channel());
    json.writeStringField("to", action.to());
    write(json, action.content());
    json.writeStringField("journeyId", action.journeyId());
    json.writeStringField("journeyName", action.journeyName());
    json.writeStringField("event", action.event());
    json.writeFieldName("context");
    JsonValues.write(json, action.context());
    json.writeFieldName("contact");
    JsonValues.write(json, action.contact());
    json.writeStringField("at", InstantJson.text(action.at()));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SendAction.Content content) throws IOException {
    if (content instanceof SendAction.Templated message) {
      json.writeStringField("template", message.key());
      json.writeStringField("templateHash", message.hash());
      if (message.category() != null) {
        json.writeStringField("category", message.category());
      }
      return;
    }
    SendAction.Call call = (SendAction.Call) content;
    json.writeObjectFieldStart("call");
    json.writeFieldName("headers");
    JsonValues.write(json, call.headers());
    json.writeFieldName("data");
    JsonValues.write(json, call.data());
    if (call.email() != null) {
      json.writeStringField("email", call.email());
    }
    json.writeEndObject();
  }

  private static SendAction.Call call(JsonObjectReader fields) throws IOException {
    Map<String, Object> headers = null;
    Map<String, Object> data = null;
    String email = null;
    for (@Nullable String key = fields.next(); key != null; key = fields.next()) {
      switch (key) {
        case "headers" -> headers = fields.object();
        case "data" -> data = fields.object();
        case "email" -> email = fields.text();
        default -> throw fields.unknown();
      }
    }
    Map<String, String> texts = new LinkedHashMap<>();
    fields
        .required(headers, "headers")
        .forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return new SendAction.Call(texts, fields.required(data, "data"), email);
  }

  static SendAction read(JsonObjectReader fields) throws IOException {
    SendId sendId = null;
    Integer attempt = null;
    String userId = null;
    String channel = null;
    String to = null;
    String template = null;
    String templateHash = null;
    String category = null;
    SendAction.Call call = null;
    String journeyId = null;
    String journeyName = null;
    String event = null;
    Map<String, Object> context = null;
    Map<String, Object> contact = null;
    Instant at = null;
    for (@Nullable String key = fields.next(); key != null; key = fields.next()) {
      switch (key) {
        case "sendId" -> sendId = fields.parsed(SendId::parse);
        case "attempt" -> attempt = fields.integer();
        case "userId" -> userId = fields.text();
        case "channel" -> channel = fields.text();
        case "to" -> to = fields.text();
        case "template" -> template = fields.text();
        case "templateHash" -> templateHash = fields.text();
        case "category" -> category = fields.text();
        case "call" -> call = fields.nested(SendActionJson::call);
        case "journeyId" -> journeyId = fields.text();
        case "journeyName" -> journeyName = fields.text();
        case "event" -> event = fields.text();
        case "context" -> context = fields.object();
        case "contact" -> contact = fields.object();
        case "at" -> at = fields.time();
        default -> throw fields.unknown();
      }
    }
    return new SendAction(
        fields.required(sendId, "sendId"),
        fields.required(attempt, "attempt"),
        fields.required(userId, "userId"),
        fields.required(channel, "channel"),
        fields.required(to, "to"),
        call != null
            ? call
            : new SendAction.Templated(
                fields.required(template, "template"),
                fields.required(templateHash, "templateHash"),
                category),
        fields.required(journeyId, "journeyId"),
        fields.required(journeyName, "journeyName"),
        fields.required(event, "event"),
        fields.required(context, "context"),
        fields.required(contact, "contact"),
        fields.required(at, "at"));
  }
}
