package dev.sojourn.topics.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogAction.Delivery;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.json.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * JSON format of a journal record; absent values are omitted. Written directly from the decision,
 * since this happens for each decision and the record is never read back here.
 */
final class JournalJson {

  private JournalJson() {}

  static void write(JsonGenerator json, JournalRecord record) throws IOException {
    Decision decision = record.decision();
    json.writeStartObject();
    json.writeStringField("userId", record.userId());
    json.writeStringField("source", record.source());
    if (record.partition() != null) {
      json.writeNumberField("partition", record.partition());
    }
    if (record.offset() != null) {
      json.writeNumberField("offset", record.offset());
    }
    json.writeNumberField("registry", record.registry());
    if (record.events() != null) {
      json.writeNumberField("events", record.events());
    }
    json.writeStringField("clock", InstantJson.text(record.clock()));
    json.writeObjectFieldStart("stimulus");
    stimulus(json, record.stimulus());
    json.writeEndObject();
    moves(json, decision);
    entries(json, decision);
    if (hasEffects(decision)) {
      json.writeArrayFieldStart("effects");
      effects(json, decision);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void stimulus(JsonGenerator json, Stimulus stimulus) throws IOException {
    try {
      stimulus.describe(
          (name, value) -> {
            try {
              json.writeFieldName(name);
              JsonValues.write(json, value);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void moves(JsonGenerator json, Decision decision) throws IOException {
    if (decision.changes().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("moves");
    for (Decision.Change change : decision.changes()) {
      move(json, change);
    }
    json.writeEndArray();
  }

  private static void move(JsonGenerator json, Decision.Change change) throws IOException {
    Instance before = change.before();
    Instance after = change.after();
    json.writeStartObject();
    json.writeStringField("stateId", after.id().toString());
    json.writeStringField("journeyId", after.journeyId());
    json.writeNumberField("version", after.version());
    if (before != null) {
      json.writeStringField("from", before.node());
      json.writeStringField("fromStatus", before.status().json());
    }
    json.writeStringField("to", after.node());
    json.writeStringField("status", after.status().json());
    if (after.error() != null) {
      json.writeStringField("error", after.error());
    }
    json.writeEndObject();
  }

  private static void entries(JsonGenerator json, Decision decision) throws IOException {
    if (decision.entries().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("entries");
    for (Decision.Entry entry : decision.entries()) {
      json.writeStartObject();
      json.writeStringField("journeyId", entry.journeyId());
      json.writeStringField("outcome", entry.reason() == null ? "entered" : "rejected");
      if (entry.reason() != null) {
        json.writeStringField("reason", entry.reason().json());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static boolean hasEffects(Decision decision) {
    return decision.contact().isPresent()
        || !decision.sends().isEmpty()
        || !decision.emitted().isEmpty()
        || !decision.faults().isEmpty()
        || !decision.goals().isEmpty()
        || !decision.engagementChanges().isEmpty()
        || !decision.emailReports().isEmpty()
        || decision.outcomesAfterEnd() > 0
        || decision.changes().stream().anyMatch(JournalJson::isStopped);
  }

  private static void effects(JsonGenerator json, Decision decision) throws IOException {
    if (decision.contact().isPresent()) {
      effect(json, "contact");
      json.writeEndObject();
    }
    for (Decision.Send send : decision.sends()) {
      effect(json, "send");
      json.writeStringField("sendId", send.id().toString());
      json.writeNumberField("attempt", send.attempt());
      if (send.content() instanceof Decision.Templated message) {
        json.writeStringField("template", message.template().key());
      } else {
        json.writeStringField("url", send.to());
      }
      json.writeEndObject();
    }
    for (Decision.Change change : decision.changes()) {
      stopped(json, change);
    }
    for (Decision.EmittedEvent event : decision.emitted()) {
      effect(json, "emit");
      json.writeStringField("event", event.event());
      json.writeEndObject();
    }
    for (Decision.ReachedGoal goal : decision.goals()) {
      effect(json, "goal");
      json.writeStringField("journeyId", goal.journeyId());
      json.writeBooleanField("control", goal.control());
      json.writeEndObject();
    }
    for (Decision.EngagementChange touch : decision.engagementChanges()) {
      effect(json, "engagement");
      json.writeStringField("sendId", touch.send().toString());
      json.writeEndObject();
    }
    for (Decision.EmailReport report : decision.emailReports()) {
      effect(json, "report");
      json.writeStringField("sendId", report.send().toString());
      json.writeEndObject();
    }
    for (Decision.Fault fault : decision.faults()) {
      effect(json, "fault");
      json.writeStringField("error", fault.text());
      json.writeEndObject();
    }
    if (decision.outcomesAfterEnd() > 0) {
      effect(json, "after_exit");
      json.writeEndObject();
    }
  }

  private static boolean isStopped(Decision.Change change) {
    return change.movements().stream().anyMatch(JournalJson::isStopped);
  }

  private static boolean isStopped(LogEntry movement) {
    return movement
        .action()
        .delivery()
        .filter(what -> what == Delivery.SKIPPED || what == Delivery.HELD)
        .isPresent();
  }

  /** Sends that were skipped or held, each with its reason. */
  private static void stopped(JsonGenerator json, Decision.Change change) throws IOException {
    for (LogEntry movement : change.movements()) {
      if (isStopped(movement)) {
        Map<String, Object> detail = movement.detail() == null ? Map.of() : movement.detail();
        effect(json, movement.action().word());
        json.writeStringField("stateId", change.after().id().toString());
        json.writeStringField("step", movement.from());
        json.writeStringField("reason", String.valueOf(detail.get("reason")));
        json.writeEndObject();
      }
    }
  }

  /** Opens the object of an effect; the caller closes it. */
  private static void effect(JsonGenerator json, String kind) throws IOException {
    json.writeStartObject();
    json.writeStringField("effect", kind);
  }
}
