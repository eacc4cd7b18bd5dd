package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.instance.LogAction;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.sending.Channel;
import dev.sojourn.journeys.template.Template;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Send: requests a message from a template and waits for the outcome. Retryable failures are
 * retried by a timer, under the same send id.
 *
 * @param channel {@code email}, {@code sms} or {@code push}
 * @param template its key
 * @param onFailure {@code fail} (the default) ends the instance, {@code continue} moves on
 * @param attempts total attempts, 1 to 20; the engine's default when absent
 */
@JsonTypeName("send")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SendStep(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String channel,
    @JsonProperty(required = true) String template,
    @Nullable OnFailure onFailure,
    @Nullable Integer attempts,
    @JsonProperty(required = true) String next)
    implements DeliveryStep {

  /** The effect of a permanent failure on the instance. */
  @SuppressWarnings("JavaLangClash")
  public enum OnFailure {
    fail,
    @JsonProperty("continue")
    goOn
  }

  @Override
  public StepResult enter(StepContext visit) {
    return send(visit, 1, 0, null);
  }

  /**
   * Requests the send, unless a gate refuses it.
   *
   * @param held the wait state when it was held; null when it was not
   */
  private StepResult send(
      StepContext visit, int attempt, int deferred, WaitState.@Nullable Held held) {
    Optional<Template> published = visit.template(template);
    if (published.isEmpty()) {
      return failedSend(visit, attempt, "Template not found: " + template);
    }
    String refusal = visit.sendRefusal(published.get(), channel, attempt);
    String to = visit.address(channel);
    if (refusal != null || to == null) {
      if (attempt > 1) {
        visit.sendFailed();
      }
      return skipped(refusal == null ? "no_address" : refusal);
    }
    Optional<Instant> quiet = visit.quietUntil(published.get());
    if (quiet.isPresent()) {
      return waitUntil(quiet.get(), visit, attempt, deferred);
    }
    return visit.sendsAreHeld()
        ? hold(visit, attempt, deferred, held)
        : attempt(visit, to, published.get(), attempt, deferred);
  }

  private StepResult waitUntil(Instant end, StepContext visit, int attempt, int deferred) {
    return StepResult.stay(
        new WaitState.QuietHours(visit.sendId(), attempt, deferred, visit.now(), end),
        StandardAction.SEND_HELD,
        Map.of("template", template, "reason", "quiet_hours", "until", end.toString()));
  }

  /** A send that is already held gets no second log entry. */
  private StepResult hold(
      StepContext visit, int attempt, int deferred, WaitState.@Nullable Held held) {
    return held != null
        ? StepResult.stay(held)
        : StepResult.stay(
            new WaitState.Held(visit.sendId(), attempt, deferred, visit.now()),
            StandardAction.SEND_HELD,
            Map.of("template", template, "reason", "held"));
  }

  @Override
  public StepResult resume(StepContext visit, Signal signal) {
    if (visit.instance().waitState() instanceof WaitState.Held held) {
      return signal instanceof Signal.Released
          ? send(visit, held.attempt(), held.deferred(), held)
          : StepResult.stay(held);
    }
    if (visit.instance().waitState() instanceof WaitState.QuietHours quiet) {
      return signal instanceof Signal.TimerDue
          ? send(visit, quiet.attempt(), quiet.deferred(), null)
          : StepResult.stay(quiet);
    }
    WaitState.Outcome waiting = visit.instance().parkedAs(WaitState.Outcome.class);
    if (signal instanceof Signal.OutcomeCame outcome) {
      return switch (outcome.result()) {
        case sent -> {
          visit.sent(template);
          yield StepResult.move(next, action(true), Map.of("template", template));
        }
        case failed -> failedSend(visit, waiting.attempt(), outcome.errorText());
        case retry, unavailable ->
            visit
                .retries()
                .trying(attempts)
                .again(waiting, outcome, visit.now())
                .map(StepResult::stay)
                .orElseGet(() -> failedSend(visit, waiting.attempt(), outcome.errorText()));
      };
    }
    if (signal instanceof Signal.TimerDue && waiting.retryAt() != null) {
      return send(visit, waiting.attempt() + 1, waiting.deferred(), null);
    }
    return StepResult.stay(waiting);
  }

  private StepResult attempt(
      StepContext visit, String to, Template found, int attempt, int deferred) {
    visit.send(channel, to, found, attempt);
    return StepResult.stay(
        new WaitState.Outcome(visit.sendId(), attempt, deferred, visit.now(), null));
  }

  @Override
  public void resend(StepContext visit, int attempt) {
    Optional<Template> published = visit.template(template);
    String to = visit.address(channel);
    if (published.isPresent() && to != null) {
      visit.send(channel, to, published.get(), attempt);
    }
  }

  @Override
  public LogAction action(boolean done) {
    return done ? LogAction.sentOn(channel) : StandardAction.SEND_FAILED;
  }

  private StepResult failedSend(StepContext visit, int attempt, String error) {
    if (attempt > 1 || visit.instance().waitState() instanceof WaitState.Outcome) {
      visit.sendFailed();
    }
    return failed(error);
  }

  private StepResult failed(String error) {
    return onFailure == OnFailure.goOn
        ? StepResult.move(next, action(false), Map.of("template", template, "error", error))
        : StepResult.failed(error);
  }

  private StepResult skipped(String reason) {
    return StepResult.move(
        next, StandardAction.SEND_SKIPPED, Map.of("template", template, "reason", reason));
  }

  @Override
  public List<String> targets() {
    return List.of(next);
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public Optional<String> onlySuccessor() {
    return Optional.of(next);
  }

  @Override
  public Stream<String> templates() {
    return Stream.of(template);
  }

  @Override
  public Stream<String> problems() {
    return Stream.concat(Channel.flaw(channel).stream(), RetryPolicy.flaws(attempts));
  }
}
