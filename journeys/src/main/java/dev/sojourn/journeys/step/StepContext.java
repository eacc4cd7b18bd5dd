package dev.sojourn.journeys.step;

import dev.sojourn.journeys.condition.EvaluationContext;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.template.Template;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person at a step: what the step may know and what it may ask for. */
public interface StepContext {

  /** The time of the decision. */
  Instant now();

  /** The instance, as it is at this step. */
  Instance instance();

  /** For conditions on the context of the instance. */
  EvaluationContext facts();

  /** For conditions on an event that came. */
  EvaluationContext factsOf(PersonEvent event);

  /** For conditions on a stored event, of which only small scalars are kept. */
  EvaluationContext factsOf(Map<String, Object> properties);

  /** The template of this key that is published now. */
  Optional<Template> template(String key);

  /**
   * Why a send to this person must not go out now, or null when it may. The first attempt asks
   * every gate, a later one only those that protect the person.
   *
   * @param attempt from 1
   */
  @Nullable String sendRefusal(Template template, String channel, int attempt);

  /** Until when a send has to wait that is not refused; empty when it may go out now. */
  Optional<Instant> quietUntil(Template template);

  /** Whether an operator holds back what this journey sends. */
  boolean sendsAreHeld();

  /** The address for the channel, null when none is known. */
  @Nullable String address(String channel);

  /** The id of the send that this visit makes; the same on each attempt. */
  SendId sendId();

  /** How often and how soon to try again, where a step does not say. */
  RetryPolicy retries();

  /** Asks for a message to be delivered. */
  void send(String channel, String to, Template template, int attempt);

  /**
   * Asks for a call to somebody's server.
   *
   * @param body the author's own part of what is posted
   */
  void call(String url, Map<String, String> headers, Map<String, Object> body, int attempt);

  /** Says that a send of this template has gone out. */
  void sent(String template);

  /** Says that the send of this visit will not go out after all, and must not count. */
  void sendFailed();

  /** Whether the event that this step awaits came while the step before was parked. */
  boolean caught(String stepId);

  /** Changes the contact; later steps of the same walk see it. */
  void updateContact(ContactPatch patch);

  /** Emits an event of the same person. */
  void emit(String event, Map<String, Object> properties);
}
