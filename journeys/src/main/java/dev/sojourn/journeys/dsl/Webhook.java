package dev.sojourn.journeys.dsl;

import dev.sojourn.journeys.dsl.Journeys.Draft;
import dev.sojourn.journeys.step.SendStep.OnFailure;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.step.WebhookStep;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builder of a webhook call. Not thread-safe. */
public final class Webhook implements Draft {

  private final String id;
  private final String url;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable Map<String, Object> body;
  private @Nullable OnFailure onFailure;
  private @Nullable Integer attempts;
  private @Nullable String next;

  Webhook(String id, String url) {
    this.id = id;
    this.url = url;
  }

  public Webhook header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Additional data, posted as {@code data}. */
  public Webhook body(Map<String, Object> data) {
    body = data;
    return this;
  }

  /** Continues when the call fails permanently. */
  public Webhook orGoOn() {
    onFailure = OnFailure.goOn;
    return this;
  }

  /** The total number of attempts, 1 to 20. */
  public Webhook attempts(int times) {
    attempts = times;
    return this;
  }

  public Webhook then(String step) {
    next = step;
    return this;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Step step(@Nullable String below) {
    return new WebhookStep(
        id,
        url,
        headers.isEmpty() ? null : headers,
        body,
        onFailure,
        attempts,
        Journeys.onwards(id, next, below));
  }
}
