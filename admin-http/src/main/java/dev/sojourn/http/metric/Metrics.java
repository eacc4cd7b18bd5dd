package dev.sojourn.http.metric;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.journey.Tallies;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.processor.query.QueryResult.JourneyCounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Metrics of all journeys. */
final class Metrics {

  private static final int RATE_DIGITS = 4;

  private final ClusterQueries queries;

  Metrics(ClusterQueries queries) {
    this.queries = queries;
  }

  private record ListAnswer(List<Row> journeys) {}

  /**
   * Metrics of one journey.
   *
   * @param active active and waiting together
   * @param completionRate completed divided by enrolled, zero when nobody has enrolled
   * @param avgDurationSecs seconds from entry to completion, null when nobody has completed
   */
  private record Row(
      String journeyId,
      String name,
      long enrolled,
      long completed,
      long failed,
      long exited,
      long active,
      double completionRate,
      @Nullable Long avgDurationSecs) {

    static Row of(Journey journey, JourneyCounts counts) {
      return new Row(
          journey.id(),
          journey.name(),
          counts.enrolled(),
          counts.completed(),
          counts.failed(),
          counts.exited(),
          counts.active() + counts.waiting(),
          rate(counts.completed(), counts.enrolled()),
          counts.completed() == 0
              ? null
              : Math.round(counts.durationMs() / 1000.0 / counts.completed()));
    }
  }

  /** {@code GET /v1/admin/metrics/journeys}: all journeys, by id. */
  void journeys(ApiRequest request) {
    Tallies tallies = Tallies.read(queries);
    request.answer(
        200,
        new ListAnswer(
            queries.registry().journeys().stream()
                .map(journey -> Row.of(journey, tallies.of(journey.id())))
                .toList()));
  }

  static double rate(long part, long whole) {
    return whole == 0
        ? 0
        : BigDecimal.valueOf(part)
            .divide(BigDecimal.valueOf(whole), RATE_DIGITS, RoundingMode.HALF_UP)
            .doubleValue();
  }
}
