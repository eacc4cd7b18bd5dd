package dev.sojourn.http.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.call.Call;
import dev.sojourn.http.call.Fields;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.gateway.EventGateway;
import dev.sojourn.http.ingest.EventIngestion.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes many events; one that is wrong does not keep the others out. */
public final class BatchIngestion {

  private static final int MAX_BODY = 20 * 1024 * 1024;
  private static final int MOST = 1_000;

  private final EventGateway events;

  public BatchIngestion(EventGateway events) {
    this.events = events;
  }

  private record BatchAnswer(List<Object> results) {}

  /** {@code POST /v1/events/batch}: one result for each event, in order. */
  public void batch(Call call) {
    List<JsonNode> elements = elements(call.json(MAX_BODY));
    String key = call.idempotencyKey().orElse(null);
    long end = System.nanoTime() + EventIngestion.RECEIPT.toNanos();
    List<Attempt> attempts = new ArrayList<>();
    boolean open = true;
    for (int i = 0; i < elements.size(); i++) {
      Attempt attempt =
          open
              ? Attempt.of(
                  elements.get(i),
                  "events[%d]".formatted(i),
                  key == null ? null : key + "-" + i,
                  events,
                  Duration.ofNanos(Math.max(1, end - System.nanoTime())))
              : Attempt.NOT_TRIED;
      attempts.add(attempt);
      // Each further one would block as long again on a log that takes nothing.
      open &= !attempt.turnedAway();
    }
    List<Object> results = attempts.stream().map(Attempt::result).toList();
    if (results.stream().noneMatch(Stored.class::isInstance)
        && attempts.stream().anyMatch(Attempt::isUnanswered)) {
      throw new UnavailableException("no event was taken in time; repeating them is safe");
    }
    call.answer(202, new BatchAnswer(results));
  }

  private static List<JsonNode> elements(JsonNode body) {
    if (!body.isArray()) {
      return Fields.of(body, "", Set.of("events")).list("events", 1, MOST);
    }
    if (body.isEmpty() || body.size() > MOST) {
      throw RefusedException.invalid(
          "expected 1 to %d events, found %d".formatted(MOST, body.size()));
    }
    return body.valueStream().toList();
  }
}
