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

/** Context of an instance at a step: what the step may read and what it may request. */
public interface StepContext {

  /** The time of the decision. */
  Instant now();

  /** The instance at this step. */
  Instance instance();

  /** For conditions on the context of the instance. */
  EvaluationContext facts();

  /** For conditions on a received event. */
  EvaluationContext factsOf(PersonEvent event);

  /** For conditions on a stored event, of which only small scalars are kept. */
  EvaluationContext factsOf(Map<String, Object> properties);

  /** The current template of this key. */
  Optional<Template> template(String key);

  /**
   * Why a send to this person must not go out now, or null when it may. The first attempt passes
   * every gate, a retry only those that protect the person.
   *
   * @param attempt from 1
   */
  @Nullable String sendRefusal(Template template, String channel, int attempt);

  /** When the quiet hours end for a send that is not refused; empty when it may go out now. */
  Optional<Instant> quietUntil(Template template);

  /** Whether an operator holds the sends of this journey. */
  boolean sendsAreHeld();

  /** The person's address on the channel, null when unknown. */
  @Nullable String address(String channel);

  /** The send id of this visit; the same on each attempt. */
  SendId sendId();

  /** The retry policy for steps that do not define their own. */
  RetryPolicy retries();

  /** Requests the delivery of a message. */
  void send(String channel, String to, Template template, int attempt);

  /**
   * Requests a webhook call.
   *
   * @param body the author's own part of the request body
   */
  void call(String url, Map<String, String> headers, Map<String, Object> body, int attempt);

  /** Records that a send of this template has gone out. */
  void sent(String template);

  /** Records that this visit's send will not go out, so that it no longer counts towards caps. */
  void sendFailed();

  /** Whether an event for this wait was buffered while the instance was at an earlier step. */
  boolean hasBufferedEvent(String stepId);

  /** Changes the contact; later steps of the same run see the change. */
  void updateContact(ContactPatch patch);

  /** Emits an event of the same person. */
  void emit(String event, Map<String, Object> properties);
}
