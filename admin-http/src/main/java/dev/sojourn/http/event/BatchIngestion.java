package dev.sojourn.http.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.event.EventAppender.Stored;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.http.request.ApiRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Batch ingestion route; one invalid event does not reject the others. */
final class BatchIngestion {

  private static final int MAX_BODY = 20 * 1024 * 1024;
  private static final int MOST = 1_000;

  private final EventAppender appender;

  BatchIngestion(EventAppender appender) {
    this.appender = appender;
  }

  private record BatchAnswer(List<Object> results) {}

  /** {@code POST /v1/events/batch}: one result per event, in order. */
  void batch(ApiRequest request) {
    List<JsonNode> elements = elements(request.json(MAX_BODY));
    String key = request.idempotencyKey().orElse(null);
    long end = System.nanoTime() + EventIngestion.RECEIPT.toNanos();
    List<IngestAttempt> attempts = new ArrayList<>();
    boolean open = true;
    for (int i = 0; i < elements.size(); i++) {
      IngestAttempt attempt =
          open
              ? IngestAttempt.of(
                  elements.get(i),
                  "events[%d]".formatted(i),
                  key == null ? null : key + "-" + i,
                  appender,
                  Duration.ofNanos(Math.max(1, end - System.nanoTime())))
              : IngestAttempt.NOT_TRIED;
      attempts.add(attempt);
      // When the log accepts nothing, each further append would block as long again.
      open &= !attempt.turnedAway();
    }
    request.answerLater(
        Futures.settled(attempts.stream().map(IngestAttempt::stored).toList()),
        done -> request.answer(202, answer(attempts)));
  }

  private static BatchAnswer answer(List<IngestAttempt> attempts) {
    List<Object> results = attempts.stream().map(IngestAttempt::result).toList();
    if (results.stream().noneMatch(Stored.class::isInstance)
        && attempts.stream().anyMatch(IngestAttempt::isUnanswered)) {
      throw new UnavailableException("no event was taken in time; repeating them is safe");
    }
    return new BatchAnswer(results);
  }

  private static List<JsonNode> elements(JsonNode body) {
    if (!body.isArray()) {
      return EventFields.of(body, "", Set.of("events")).list("events", 1, MOST);
    }
    if (body.isEmpty() || body.size() > MOST) {
      throw RefusedException.invalid(
          "expected 1 to %d events, found %d".formatted(MOST, body.size()));
    }
    return body.valueStream().toList();
  }
}
