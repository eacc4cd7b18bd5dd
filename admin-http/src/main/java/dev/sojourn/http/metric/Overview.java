package dev.sojourn.http.metric;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.processor.counter.CounterKey;
import java.util.Collection;

/** Overview metrics of the installation. */
final class Overview {

  private final ClusterQueries queries;

  Overview(ClusterQueries queries) {
    this.queries = queries;
  }

  /**
   * The overview.
   *
   * @param completionRate completed divided by enrolled, zero when nobody has enrolled
   * @param contacts persons with a contact
   */
  private record Whole(
      JourneysOfAll journeys,
      Instances instances,
      double completionRate,
      Emails emails,
      long contacts,
      DeadLetters deadLetters) {}

  /** Published journeys, and how many of them accept entries. */
  private record JourneysOfAll(long total, long enabled) {}

  /** Enrolled is the sum of the others. */
  private record Instances(
      long enrolled, long active, long waiting, long completed, long failed, long exited) {}

  /** Each email counts once. */
  private record Emails(long sent, long opened, long clicked) {}

  private record DeadLetters(long pending) {}

  /** {@code GET /v1/admin/metrics/overview}. */
  void get(ApiRequest request) {
    Collection<Journey> journeys = queries.registry().journeys();
    Totals totals = Totals.read(queries);
    Instances instances = instances(totals);
    request.answer(
        200,
        new Whole(
            new JourneysOfAll(
                journeys.size(), journeys.stream().filter(Journey::acceptsEntries).count()),
            instances,
            Metrics.rate(instances.completed(), instances.enrolled()),
            new Emails(
                totals.ofAll(CounterKey.EMAIL_SENT),
                totals.ofAll(CounterKey.EMAIL_OPENED),
                totals.ofAll(CounterKey.EMAIL_CLICKED)),
            totals.of("", CounterKey.CONTACTS),
            new DeadLetters(totals.of("", CounterKey.PENDING_DEAD_LETTERS))));
  }

  private static Instances instances(Totals totals) {
    long active = totals.ofAll(Status.ACTIVE);
    long waiting = totals.ofAll(Status.WAITING);
    long completed = totals.ofAll(Status.COMPLETED);
    long failed = totals.ofAll(Status.FAILED);
    long exited = totals.ofAll(Status.EXITED);
    return new Instances(
        active + waiting + completed + failed + exited, active, waiting, completed, failed, exited);
  }
}
