package dev.sojourn.http.operations;

import dev.sojourn.http.call.Call;
import dev.sojourn.http.read.Reads;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.row.CounterKey;

/** How far the persons of a journey come. */
public final class Funnel {

  private final Reads reads;

  public Funnel(Reads reads) {
    this.reads = reads;
  }

  /**
   * The stages of one journey.
   *
   * @param emailSent mails that went out, each once, those told of after the end too
   * @param emailOpened mails that were opened, each once
   * @param emailClicked mails in which something was clicked, each once
   */
  private record Stages(
      long enrolled,
      long emailSent,
      long emailOpened,
      long emailClicked,
      long completed,
      long failed,
      long exited) {}

  /** {@code GET /v1/admin/metrics/journeys/{id}}. */
  public void get(Call call) {
    String id = Journeys.find(reads.registry(), call).id();
    Totals totals = Totals.read(reads);
    call.answer(
        200,
        new Stages(
            totals.enrolled(id),
            totals.of(id, CounterKey.EMAIL_SENT),
            totals.of(id, CounterKey.EMAIL_OPENED),
            totals.of(id, CounterKey.EMAIL_CLICKED),
            totals.of(id, Status.COMPLETED),
            totals.of(id, Status.FAILED),
            totals.of(id, Status.EXITED)));
  }
}
