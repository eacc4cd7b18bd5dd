package dev.sojourn.delivery.dispatch;

import dev.sojourn.delivery.bulkhead.Bulkhead;
import dev.sojourn.delivery.bulkhead.BulkheadCall;
import dev.sojourn.delivery.bulkhead.Bulkheads;
import dev.sojourn.delivery.http.WebhookProvider;
import dev.sojourn.delivery.inflight.InFlightSend;
import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.template.LiquidRenderer;
import dev.sojourn.delivery.template.Rendering;
import dev.sojourn.delivery.template.TemplateLookup;
import dev.sojourn.delivery.template.Templates;
import dev.sojourn.journeys.step.Signal.OutcomeCame.Result;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Dispatcher that submits actions to their bulkheads and returns their outcomes. Called by one
 * thread, which never blocks.
 */
public final class SendDispatcher {

  /** For a registry that has not been read yet; a bulkhead thread waits. */
  private static final Duration TEMPLATE_WAIT = Duration.ofSeconds(2);

  /** Deadline of a whole call: longer than the client's own, which gives a better error message. */
  private static final Duration CALL_DEADLINE = Duration.ofSeconds(15);

  private static final Duration STILL_UNDER_WAY = Duration.ofSeconds(30);
  private static final int MAX_ERROR = 500;

  private final Templates templates;
  private final LiquidRenderer renderer;
  private final Provider provider;
  private final WebhookProvider webhooks;
  private final Bulkheads bulkheads;
  private final InFlightSends sends = new InFlightSends();

  public SendDispatcher(
      Templates templates,
      LiquidRenderer renderer,
      Provider provider,
      WebhookProvider webhooks,
      Bulkheads bulkheads) {
    this.templates = templates;
    this.renderer = renderer;
    this.provider = provider;
    this.webhooks = webhooks;
    this.bulkheads = bulkheads;
  }

  /** Starts the delivery of an action. */
  public InFlightSend deliver(SendAction action) {
    Optional<CompletableFuture<DeliveryResult>> before = sends.take(action.sendId());
    return before.isPresent() ? joined(action, before.get()) : submitted(action);
  }

  /**
   * Joins the earlier attempt: a second call in parallel, or after it, could send a second message.
   */
  private static InFlightSend joined(SendAction action, CompletableFuture<DeliveryResult> first) {
    CompletableFuture<SendOutcome> outcome =
        first
            .copy()
            .completeOnTimeout(
                new DeliveryResult.Unavailable(
                    "The attempt before is still under way", STILL_UNDER_WAY),
                STILL_UNDER_WAY.toMillis(),
                TimeUnit.MILLISECONDS)
            .thenApply(delivered -> outcome(action, delivered));
    return new InFlightSend(outcome, () -> false);
  }

  private InFlightSend submitted(SendAction action) {
    boolean isCall = action.content() instanceof SendAction.Call;
    String server = isCall ? server(action) : "";
    Bulkhead bulkhead = bulkheads.of(action.channel(), server);
    BulkheadCall call =
        bulkhead.submit(server, new Attempt(action), isCall ? CALL_DEADLINE : provider.deadline());
    return new InFlightSend(
        call.answer().thenApply(delivered -> outcome(action, delivered)),
        () -> bulkhead.tryCancel(call));
  }

  /** Each server that journeys call has its own circuit breaker. */
  private static String server(SendAction action) {
    try {
      String authority = URI.create(action.to()).getAuthority();
      return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** One attempt, run in its bulkhead. */
  private final class Attempt implements Bulkhead.Work {

    private final SendAction action;

    Attempt(SendAction action) {
      this.action = action;
    }

    @Override
    public DeliveryResult perform(Bulkhead.Guard guard) {
      DeliveryResult delivered = new DeliveryResult.TransientFailure("Provider error", null);
      try {
        delivered =
            action.content() instanceof SendAction.Call call
                ? guard.ask(() -> webhooks.call(action, call).join())
                : send((SendAction.Templated) action.content(), guard);
        return delivered;
      } finally {
        sends.over(action.sendId(), delivered);
      }
    }

    @Override
    public void dropped() {
      sends.over(action.sendId(), new DeliveryResult.Unavailable("Not begun", null));
    }

    private DeliveryResult send(SendAction.Templated message, Bulkhead.Guard guard) {
      TemplateLookup lookup = templates.byHash(message.hash(), TEMPLATE_WAIT);
      if (lookup instanceof TemplateLookup.Found found) {
        return send(found.template(), guard);
      }
      return lookup instanceof TemplateLookup.Missing
          ? new DeliveryResult.PermanentFailure("Template not found: " + action.template())
          : new DeliveryResult.Unavailable("Template not readable yet: " + action.template(), null);
    }

    private DeliveryResult send(Template template, Bulkhead.Guard guard) {
      Rendering rendering = renderer.render(template, action);
      if (rendering instanceof Rendering.Rendered rendered) {
        return guard.ask(() -> provider.deliver(action, rendered.message()));
      }
      return new DeliveryResult.PermanentFailure(
          "Template '%s' cannot be rendered: %s"
              .formatted(action.template(), ((Rendering.Broken) rendering).reason()));
    }
  }

  private static SendOutcome outcome(SendAction action, DeliveryResult delivered) {
    if (delivered instanceof DeliveryResult.Sent taken) {
      return outcome(action, Result.sent, null, null, taken.kept());
    }
    if (delivered instanceof DeliveryResult.PermanentFailure rejected) {
      return outcome(action, Result.failed, rejected.error(), null, null);
    }
    if (delivered instanceof DeliveryResult.Unavailable away) {
      return outcome(action, Result.unavailable, away.error(), away.retryAfter(), null);
    }
    DeliveryResult.TransientFailure later = (DeliveryResult.TransientFailure) delivered;
    return outcome(action, Result.retry, later.error(), later.retryAfter(), null);
  }

  private static SendOutcome outcome(
      SendAction action,
      Result result,
      @Nullable String error,
      @Nullable Duration retryAfter,
      SendOutcome.@Nullable Message message) {
    return new SendOutcome(
        action.sendId(),
        action.attempt(),
        action.userId(),
        result,
        error == null ? null : cut(error),
        retryAfter == null ? null : retryAfter.toMillis(),
        message);
  }

  /** Truncates an error, replacing a split surrogate pair, which UTF-8 cannot encode. */
  private static String cut(String error) {
    String head = error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR);
    return new String(head.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
