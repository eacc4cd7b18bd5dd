package dev.sojourn.topics.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/** What a decision was made about, as short as it can be told: the log has the whole of it. */
public sealed interface JournalCause {

  /** Writes its fields; the object around them is open. */
  void writeTo(JsonGenerator json) throws IOException;

  /** An event of the person. */
  record EventReceived(UUID eventId, String event) implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("eventId", eventId.toString());
      json.writeStringField("event", event);
    }
  }

  /** What became of a send. */
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

  /** That nothing was heard of a send for too long. */
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

  /** The command to have an instance that failed go on. */
  record RetryRequested(InstanceId instance, String by) implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("command", "retry");
      json.writeStringField("stateId", instance.toString());
      json.writeStringField("by", by);
    }
  }

  /** The command to change what is known of the person. */
  record ContactChanged() implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("command", "contact");
    }
  }

  /** The command to change what the person wants to receive. */
  record PreferencesChanged() implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("command", "preferences");
    }
  }

  /**
   * A stored event that is looked at again.
   *
   * @param replay the id of the request that asked for it
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

  /** That a send which was held back may go. */
  record HoldReleased(InstanceId instance) implements JournalCause {
    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("released", instance.toString());
    }
  }
}
