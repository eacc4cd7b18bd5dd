package dev.sojourn.processor.job;

import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.job.JobProgress;
import dev.sojourn.topics.json.Json;
import java.util.List;

/** Queries for the progress of jobs. */
public final class JobQueries {

  private JobQueries() {}

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(QueryHandler.of(Query.Job.class, JobQueries::progress));
  }

  private static QueryResult.Job progress(Query.Job query, PartitionView partition) {
    byte[] row = partition.get(Keys.job(query.jobId()));
    return new QueryResult.Job(row == null ? null : Json.read(row, JobProgress.class));
  }
}
