package dev.sojourn.delivery.worker;

import dev.sojourn.delivery.provider.Delivered;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.provider.WebhookProvider;
import dev.sojourn.delivery.template.LiquidRenderer;
import dev.sojourn.delivery.template.Rendering;
import dev.sojourn.delivery.template.TemplateLookup;
import dev.sojourn.delivery.template.Templates;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.journeys.step.Signal.OutcomeCame.Result;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one action to its provider and says what became of it. One thread. */
final class Courier {

  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  /** Well under the 5 seconds in which delivery has to stop. */
  private static final Duration TEMPLATE_PATIENCE = Duration.ofSeconds(2);

  private static final int REMEMBERED = 1_000;
  private static final int MAX_ERROR = 500;

  private final Templates templates;
  private final LiquidRenderer renderer;
  private final Provider provider;
  private final WebhookProvider webhooks;
  // Calls end on threads of their own.
  private final Map<Attempt, Boolean> sent = Collections.synchronizedMap(new Sent());

  private record Attempt(SendId sendId, int number) {}

  /**
   * The attempts that the provider took last. An action comes again when its offset could not be
   * committed, and not every provider knows idempotency keys.
   */
  @SuppressWarnings("serial")
  private static final class Sent extends LinkedHashMap<Attempt, Boolean> {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Attempt, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }

  Courier(
      Templates templates, LiquidRenderer renderer, Provider provider, WebhookProvider webhooks) {
    this.templates = templates;
    this.renderer = renderer;
    this.provider = provider;
    this.webhooks = webhooks;
  }

  /** A message is delivered before this returns; a call is under way then. */
  CompletableFuture<SendOutcome> deliver(SendAction action) {
    Attempt attempt = new Attempt(action.sendId(), action.attempt());
    if (sent.containsKey(attempt)) {
      return CompletableFuture.completedFuture(outcome(action, Result.sent, null, null, null));
    }
    return attempt(action)
        .thenApply(
            outcome -> {
              if (outcome.result() == Result.sent) {
                sent.put(attempt, true);
              }
              return outcome;
            });
  }

  /** What to report of a call that nobody can wait for any longer. */
  static SendOutcome abandoned(SendAction action) {
    return again(action, "Stopped before the webhook answered", null);
  }

  private CompletableFuture<SendOutcome> attempt(SendAction action) {
    return action.content() instanceof SendAction.Templated message
        ? CompletableFuture.completedFuture(attempt(action, message))
        : webhooks
            .call(action, (SendAction.Call) action.content())
            .thenApply(delivered -> outcome(action, delivered));
  }

  private SendOutcome attempt(SendAction action, SendAction.Templated message) {
    TemplateLookup lookup = templates.byHash(message.hash(), TEMPLATE_PATIENCE);
    if (lookup instanceof TemplateLookup.Found found) {
      return render(action, found.template());
    }
    return lookup instanceof TemplateLookup.Missing
        ? failed(action, "Template not found: " + action.template())
        : again(action, "Template not readable yet: " + action.template(), null);
  }

  private SendOutcome render(SendAction action, Template template) {
    Rendering rendering = renderer.render(template, action);
    if (rendering instanceof Rendering.Rendered rendered) {
      return outcome(action, handOver(action, rendered));
    }
    return failed(
        action,
        "Template '%s' cannot be rendered: %s"
            .formatted(action.template(), ((Rendering.Broken) rendering).reason()));
  }

  private Delivered handOver(SendAction action, Rendering.Rendered rendered) {
    try {
      return provider.deliver(action, rendered.message());
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // The trace but not the message, which may quote an address.
      log.warn("The provider threw for {}: {}", action.sendId(), where(e));
      return new Delivered.TryAgain("Provider error: " + e, null);
    }
  }

  private static String where(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private static SendOutcome outcome(SendAction action, Delivered delivered) {
    if (delivered instanceof Delivered.Sent taken) {
      return outcome(action, Result.sent, null, null, taken.kept());
    }
    if (delivered instanceof Delivered.Rejected rejected) {
      return failed(action, rejected.error());
    }
    if (delivered instanceof Delivered.Unavailable away) {
      return outcome(action, Result.unavailable, away.error(), away.retryAfter(), null);
    }
    Delivered.TryAgain later = (Delivered.TryAgain) delivered;
    return again(action, later.error(), later.retryAfter());
  }

  private static SendOutcome failed(SendAction action, String error) {
    return outcome(action, Result.failed, error, null, null);
  }

  private static SendOutcome again(SendAction action, String error, @Nullable Duration after) {
    return outcome(action, Result.retry, error, after, null);
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
