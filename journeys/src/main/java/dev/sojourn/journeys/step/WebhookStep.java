package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.instance.LogAction;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.step.SendStep.OnFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Webhook: calls a server with the person's data and waits for the outcome, as a send does. It is
 * not a message to the person, so the send gates do not apply.
 *
 * @param url http or https
 * @param headers in addition to the standard headers of every call
 * @param body the author's own part of the request body
 * @param onFailure {@code fail} (the default) ends the instance, {@code continue} moves on
 * @param attempts total attempts, 1 to 20; the engine's default when absent
 */
@JsonTypeName("webhook")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookStep(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String url,
    @Nullable Map<String, String> headers,
    @Nullable Map<String, Object> body,
    @Nullable OnFailure onFailure,
    @Nullable Integer attempts,
    @JsonProperty(required = true) String next)
    implements DeliveryStep {

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7E]*");
  private static final int LAST_PORT = 65_535;

  /** Headers set by the call itself, and those that control the transport. */
  private static final Set<String> RESERVED =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "idempotency-key",
          "transfer-encoding",
          "upgrade",
          "webhook-id",
          "webhook-signature",
          "webhook-timestamp");

  public WebhookStep {
    headers = headers == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    body = body == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(body));
  }

  @Override
  public StepResult enter(StepContext visit) {
    return attempt(visit, 1, 0);
  }

  @Override
  public StepResult resume(StepContext visit, Signal signal) {
    WaitState.Outcome waiting = visit.instance().parkedAs(WaitState.Outcome.class);
    if (signal instanceof Signal.OutcomeCame outcome) {
      return switch (outcome.result()) {
        case sent -> StepResult.move(next, action(true), Map.of("url", server()));
        case failed -> failed(outcome.errorText());
        case retry, unavailable ->
            visit
                .retries()
                .trying(attempts)
                .again(waiting, outcome, visit.now())
                .map(StepResult::stay)
                .orElseGet(() -> failed(outcome.errorText()));
      };
    }
    return signal instanceof Signal.TimerDue && waiting.retryAt() != null
        ? attempt(visit, waiting.attempt() + 1, waiting.deferred())
        : StepResult.stay(waiting);
  }

  private StepResult attempt(StepContext visit, int attempt, int deferred) {
    resend(visit, attempt);
    return StepResult.stay(
        new WaitState.Outcome(visit.sendId(), attempt, deferred, visit.now(), null));
  }

  @Override
  public void resend(StepContext visit, int attempt) {
    visit.call(url, headers == null ? Map.of() : headers, body == null ? Map.of() : body, attempt);
  }

  @Override
  public LogAction action(boolean done) {
    return done ? StandardAction.WEBHOOK_CALLED : StandardAction.WEBHOOK_FAILED;
  }

  /** Scheme, host and port for the log: paths and queries of webhook URLs are often secrets. */
  private String server() {
    URI address = URI.create(url);
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return address.getScheme() + "://" + address.getHost() + port;
  }

  private StepResult failed(String error) {
    return onFailure == OnFailure.goOn
        ? StepResult.move(next, action(false), Map.of("url", server(), "error", error))
        : StepResult.failed(error);
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
  public Stream<String> problems() {
    List<String> flaws = new ArrayList<>();
    if (!isUrl(url)) {
      flaws.add("expected http or https with a host for key 'url', found '%s'".formatted(url));
    }
    (headers == null ? Map.<String, String>of() : headers)
        .forEach((name, value) -> headerFlaws(name, value, flaws));
    RetryPolicy.flaws(attempts).forEach(flaws::add);
    return flaws.stream();
  }

  private static void headerFlaws(String name, @Nullable String value, List<String> flaws) {
    if (!HEADER.matcher(name).matches()) {
      flaws.add("expected the name of a header in 'headers', found '%s'".formatted(name));
    } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      flaws.add("the header '%s' in 'headers' is set by the call itself".formatted(name));
    } else if (value == null || !VALUE.matcher(value).matches()) {
      flaws.add("expected one line of plain text for '%s' in 'headers'".formatted(name));
    }
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getPort() <= LAST_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
