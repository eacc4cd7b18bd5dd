package dev.sojourn.http.sending;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.journey.Journeys;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.journeys.event.Digest;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.job.JobStore;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.job.JobProgress;
import dev.sojourn.topics.result.Answer.JobStarted;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Job routes: bulk cancellation, which continues after the response. */
final class Jobs {

  private static final String NOT_FOUND = "Job not found";

  /** The format of ids created here: no partition needs to be queried for any other. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final ClusterQueries queries;
  private final Commands commands;
  private final InstantSource clock;

  Jobs(ClusterQueries queries, Commands commands, InstantSource clock) {
    this.queries = queries;
    this.commands = commands;
    this.clock = clock;
  }

  /**
   * A job as callers see it.
   *
   * @param matched instances to cancel, at most {@code limit}
   * @param cancelled instances cancelled so far; in the end fewer than matched when some had ended
   *     before
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Row(
      String id,
      String type,
      String journeyId,
      String status,
      Filter filter,
      int limit,
      int matched,
      int cancelled,
      String createdBy,
      Instant createdAt,
      @Nullable Instant endedAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Filter(
      @Nullable Status status, @Nullable Integer version, @Nullable Instant enteredBefore) {

    static Filter of(CancelStatesRequest body) {
      String status = body.status();
      return new Filter(
          status == null ? null : Status.parse(status).orElseThrow(),
          body.version(),
          body.enteredBefore());
    }

    static Filter of(CancelJob job) {
      return new Filter(job.status(), job.version(), job.enteredBefore());
    }
  }

  /** {@code POST /v1/admin/journeys/{id}/states/cancel}. */
  void cancelStates(ApiRequest request) {
    CancelStatesRequest body = request.body(CancelStatesRequest.class);
    Filter filter = Filter.of(body);
    int limit = body.limit();
    String journeyId = Journeys.find(queries.registry(), request).id();
    String commandId = request.commandId();
    CancelJob job =
        new CancelJob(
            idOf(commandId),
            journeyId,
            filter.status(),
            filter.version(),
            filter.enteredBefore(),
            limit,
            quotas(journeyId, filter, limit),
            request.caller().name());
    request.answerLater(
        202,
        commands
            .run(request, commandId, new Command.CancelStates(job), JobStarted.class)
            .thenApply(answer -> Map.of("job", started(job, answer))));
  }

  private static Row started(CancelJob job, JobStarted answer) {
    // From the first answer: a repeat would match fewer.
    return row(job, "running", answer.matched(), 0, answer.createdAt(), null);
  }

  /** Derived from the command id, so that a repeat of the request is the same job. */
  private static String idOf(String commandId) {
    ByteBuffer digest = Digest.of("job", commandId);
    return new UUID(digest.getLong(), digest.getLong()).toString();
  }

  /** How many instances each partition may cancel, so that the total stays within the limit. */
  private Map<Integer, Integer> quotas(String journeyId, Filter filter, int limit) {
    Map<Integer, Integer> quotas = new TreeMap<>();
    int left = limit;
    List<QueryResult.Matching> parts =
        queries
            .all(
                new Query.LiveMatching(
                    journeyId, filter.status(), filter.version(), filter.enteredBefore(), limit))
            .stream()
            .sorted(Comparator.comparingInt(QueryResult.Matching::partition))
            .toList();
    for (QueryResult.Matching part : parts) {
      int quota = Math.min(left, part.count());
      if (quota > 0) {
        quotas.put(part.partition(), quota);
      }
      left -= quota;
    }
    return quotas;
  }

  /** {@code GET /v1/admin/jobs/{id}}. */
  void detail(ApiRequest request) {
    String id = request.path("id");
    if (!ID.matcher(id).matches()) {
      throw RefusedException.notFound(NOT_FOUND);
    }
    List<QueryResult.Job> answers = queries.all(new Query.Job(id));
    // Partitions expire a job one by one: what remains of an old job is incomplete.
    Instant kept = clock.instant().minus(JobStore.RETENTION);
    List<JobProgress> parts =
        answers.stream()
            .map(QueryResult.Job::progress)
            .filter(Objects::nonNull)
            .filter(part -> part.createdAt().isAfter(kept))
            .toList();
    if (parts.isEmpty()) {
      throw RefusedException.notFound(NOT_FOUND);
    }
    JobProgress first = parts.get(0);
    // A partition that the job has not reached yet has no row, and all its work ahead.
    boolean done =
        parts.size() == answers.size() && parts.stream().allMatch(part -> part.endedAt() != null);
    request.answer(
        200,
        Map.of(
            "job",
            row(
                first.job(),
                done ? "done" : "running",
                first.job().matched(),
                parts.stream().mapToInt(JobProgress::cancelled).sum(),
                first.createdAt(),
                done ? lastEnd(parts) : null)));
  }

  private static @Nullable Instant lastEnd(List<JobProgress> parts) {
    return parts.stream()
        .map(JobProgress::endedAt)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Row row(
      CancelJob job,
      String status,
      int matched,
      int cancelled,
      Instant createdAt,
      @Nullable Instant endedAt) {
    return new Row(
        job.id(),
        "cancel_states",
        job.journeyId(),
        status,
        Filter.of(job),
        job.limit(),
        matched,
        cancelled,
        job.by(),
        createdAt,
        endedAt);
  }
}
