package dev.sojourn.delivery.worker;

import dev.sojourn.delivery.provider.Delivered;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.provider.WebhookProvider;
import dev.sojourn.delivery.template.LiquidRenderer;
import dev.sojourn.delivery.template.Rendering;
import dev.sojourn.delivery.template.TemplateLookup;
import dev.sojourn.delivery.template.Templates;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.journeys.step.Signal.OutcomeCame.Result;
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
 * Takes actions to their lanes and says what became of them. Actions are handed to it by one
 * thread, which never waits.
 */
final class Courier {

  /** For a registry that has not been read yet; a thread of the lane waits. */
  private static final Duration TEMPLATE_PATIENCE = Duration.ofSeconds(2);

  /** The whole of a call: longer than the client's own, which can say what went wrong. */
  private static final Duration CALL_DEADLINE = Duration.ofSeconds(15);

  private static final Duration STILL_UNDER_WAY = Duration.ofSeconds(30);
  private static final int MAX_ERROR = 500;

  private final Templates templates;
  private final LiquidRenderer renderer;
  private final Provider provider;
  private final WebhookProvider webhooks;
  private final Lanes lanes;
  private final SendsInHand sends = new SendsInHand();

  Courier(
      Templates templates,
      LiquidRenderer renderer,
      Provider provider,
      WebhookProvider webhooks,
      Lanes lanes) {
    this.templates = templates;
    this.renderer = renderer;
    this.provider = provider;
    this.webhooks = webhooks;
    this.lanes = lanes;
  }

  /** Sets out with an action. */
  Dispatch deliver(SendAction action) {
    Optional<CompletableFuture<Delivered>> before = sends.take(action.sendId());
    return before.isPresent() ? joined(action, before.get()) : submitted(action);
  }

  /** A second call beside the first, or after it, might be a second message. */
  private static Dispatch joined(SendAction action, CompletableFuture<Delivered> first) {
    CompletableFuture<SendOutcome> outcome =
        first
            .copy()
            .completeOnTimeout(
                new Delivered.Unavailable("The attempt before is still under way", STILL_UNDER_WAY),
                STILL_UNDER_WAY.toMillis(),
                TimeUnit.MILLISECONDS)
            .thenApply(delivered -> outcome(action, delivered));
    return new Dispatch(outcome, () -> false);
  }

  private Dispatch submitted(SendAction action) {
    boolean isCall = action.content() instanceof SendAction.Call;
    String server = isCall ? server(action) : "";
    Lane lane = lanes.of(action.channel(), server);
    LaneCall call =
        lane.submit(server, new Attempt(action), isCall ? CALL_DEADLINE : provider.deadline());
    return new Dispatch(
        call.answer().thenApply(delivered -> outcome(action, delivered)), () -> lane.giveUp(call));
  }

  /** Each server that journeys call has its own health. */
  private static String server(SendAction action) {
    try {
      String authority = URI.create(action.to()).getAuthority();
      return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** One try, in its lane. */
  private final class Attempt implements Lane.Work {

    private final SendAction action;

    Attempt(SendAction action) {
      this.action = action;
    }

    @Override
    public Delivered perform(Lane.Guard guard) {
      Delivered delivered = new Delivered.TryAgain("Provider error", null);
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
      sends.over(action.sendId(), new Delivered.Unavailable("Not begun", null));
    }

    private Delivered send(SendAction.Templated message, Lane.Guard guard) {
      TemplateLookup lookup = templates.byHash(message.hash(), TEMPLATE_PATIENCE);
      if (lookup instanceof TemplateLookup.Found found) {
        return send(found.template(), guard);
      }
      return lookup instanceof TemplateLookup.Missing
          ? new Delivered.Rejected("Template not found: " + action.template())
          : new Delivered.Unavailable("Template not readable yet: " + action.template(), null);
    }

    private Delivered send(Template template, Lane.Guard guard) {
      Rendering rendering = renderer.render(template, action);
      if (rendering instanceof Rendering.Rendered rendered) {
        return guard.ask(() -> provider.deliver(action, rendered.message()));
      }
      return new Delivered.Rejected(
          "Template '%s' cannot be rendered: %s"
              .formatted(action.template(), ((Rendering.Broken) rendering).reason()));
    }
  }

  private static SendOutcome outcome(SendAction action, Delivered delivered) {
    if (delivered instanceof Delivered.Sent taken) {
      return outcome(action, Result.sent, null, null, taken.kept());
    }
    if (delivered instanceof Delivered.Rejected rejected) {
      return outcome(action, Result.failed, rejected.error(), null, null);
    }
    if (delivered instanceof Delivered.Unavailable away) {
      return outcome(action, Result.unavailable, away.error(), away.retryAfter(), null);
    }
    Delivered.TryAgain later = (Delivered.TryAgain) delivered;
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

  /** Short enough to keep, and whole characters, as half of one cannot be written in UTF-8. */
  private static String cut(String error) {
    String head = error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR);
    return new String(head.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
