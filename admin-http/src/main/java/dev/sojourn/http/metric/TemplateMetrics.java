package dev.sojourn.http.metric;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.counter.TemplateCounterKey;
import dev.sojourn.processor.counter.TemplateCounterKey.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Metrics of templates. */
final class TemplateMetrics {

  private final ClusterQueries queries;

  TemplateMetrics(ClusterQueries queries) {
    this.queries = queries;
  }

  private record ListAnswer(List<Row> templates) {}

  /**
   * Metrics of one template, over all journeys.
   *
   * @param bounced and {@code complained}: every report counts
   */
  private record Row(
      String key,
      long sent,
      long opened,
      long clicked,
      long bounced,
      long complained,
      long failed,
      long skipped) {

    static Row of(String key, Map<Kind, Long> numbers) {
      return new Row(
          key,
          numbers.getOrDefault(Kind.SENT, 0L),
          numbers.getOrDefault(Kind.OPENED, 0L),
          numbers.getOrDefault(Kind.CLICKED, 0L),
          numbers.getOrDefault(Kind.BOUNCED, 0L),
          numbers.getOrDefault(Kind.COMPLAINED, 0L),
          numbers.getOrDefault(Kind.FAILED, 0L),
          numbers.getOrDefault(Kind.SKIPPED, 0L));
    }
  }

  /** {@code GET /v1/admin/metrics/templates}: all published or sent templates, by key. */
  void list(ApiRequest request) {
    Map<String, Map<Kind, Long>> byKey = new TreeMap<>();
    for (Template template : queries.registry().templates()) {
      byKey.put(template.key(), Map.of());
    }
    Totals.read(queries)
        .sums()
        .forEach(
            (counter, sum) ->
                TemplateCounterKey.of(counter).ifPresent(total -> add(byKey, total, sum)));
    request.answer(
        200,
        new ListAnswer(
            byKey.entrySet().stream().map(row -> Row.of(row.getKey(), row.getValue())).toList()));
  }

  private static void add(Map<String, Map<Kind, Long>> byKey, TemplateCounterKey total, long sum) {
    byKey
        .compute(
            total.template(),
            (key, known) -> known == null || known.isEmpty() ? new EnumMap<>(Kind.class) : known)
        .put(total.kind(), sum);
  }
}
