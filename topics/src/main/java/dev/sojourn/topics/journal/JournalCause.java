package dev.sojourn.topics.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/** Cause of a decision in the journal. Kept short, since the log contains the full record. */
public sealed interface JournalCause {

  /** Writes its fields into the open JSON object. */
  void writeTo(JsonGenerator json) throws IOException;

  /** An event of the person. */
  record EventReceived(UUID eventId, String event) implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("eventId", eventId.toString());
      json.writeStringField("event", event);
    }
  }

  /** The outcome of a send. */
  record OutcomeReceived(SendId sendId, int attempt, OutcomeCame.Result result)
      implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("sendId", sendId.toString());
      json.writeNumberField("attempt", attempt);
      json.writeStringField("result", result.name());
    }
  }

  /** A timer. */
  record TimerFired(Instant due, InstanceId instance) implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("timer", due.toString());
      json.writeStringField("stateId", instance.toString());
    }
  }

  /** An overdue outcome. */
  record OutcomeOverdue(InstanceId instance) implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("overdue", instance.toString());
    }
  }

  /** The command to cancel an instance. */
  record CancelRequested(InstanceId instance, String by) implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("command", "cancel");
      json.writeStringField("stateId", instance.toString());
      json.writeStringField("by", by);
    }
  }

  /** The command to retry a failed instance. */
  record RetryRequested(InstanceId instance, String by) implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("command", "retry");
      json.writeStringField("stateId", instance.toString());
      json.writeStringField("by", by);
    }
  }

  /** The command to change the person's contact. */
  record ContactChanged() implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("command", "contact");
    }
  }

  /** The command to change the person's preferences. */
  record PreferencesChanged() implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("command", "preferences");
    }
  }

  /**
   * The replay of a stored event.
   *
   * @param replay the id of the replay request
   */
  record EventReplayed(UUID eventId, String event, String replay) implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("command", "replay");
      json.writeStringField("eventId", eventId.toString());
      json.writeStringField("event", event);
      json.writeStringField("replay", replay);
    }
  }

  /** The release of a held send. */
  record HoldReleased(InstanceId instance) implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("released", instance.toString());
    }
  }
}
