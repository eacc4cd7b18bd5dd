package dev.sojourn.processor.audit;

import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Position;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.AuditView;
import dev.sojourn.processor.row.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** Queries for the audit log. Keys are in the order of the result: by time, then by id. */
public final class AuditQueries {

  private AuditQueries() {}

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(QueryHandler.of(Query.AuditLogs.class, AuditQueries::list));
  }

  private static QueryResult.AuditLogs list(Query.AuditLogs query, PartitionView partition) {
    List<AuditView> found = new ArrayList<>();
    Position after = query.after();
    long total = 0;
    try (KeyValueIterator<Bytes, byte[]> rows =
        partition.state().range(newest(query), oldest(query))) {
      while (rows.hasNext()) {
        AuditRow row = AuditRow.unpack(rows.next().value);
        if (matches(query, row)) {
          total++;
          AuditView view = view(row);
          boolean later = after == null || view.position().isAfter(after);
          if (later && found.size() < query.limit()) {
            found.add(view);
          }
        }
      }
    }
    return new QueryResult.AuditLogs(List.copyOf(found), total);
  }

  private static Bytes newest(Query.AuditLogs query) {
    Instant to = query.to();
    return to == null ? Keys.audit() : Keys.auditUntil(Math.max(0, to.toEpochMilli()));
  }

  private static Bytes oldest(Query.AuditLogs query) {
    Instant from = query.from();
    // The bound is the first key that is one millisecond older. Nothing is older than the epoch,
    // and a key of such a time would sort before all others.
    return from == null || from.toEpochMilli() <= 0
        ? Keys.endOf(Keys.audit())
        : Keys.auditUntil(from.toEpochMilli() - 1);
  }

  private static boolean matches(Query.AuditLogs query, AuditRow row) {
    return (query.actor() == null
            || query.actor().equals(row.actor().name())
            || query.actor().equals(row.actor().keyId()))
        && is(query.resource(), row.auditAction().resource())
        && is(query.action(), row.auditAction().action())
        && (query.from() == null || !row.at().isBefore(query.from()))
        && (query.to() == null || !row.at().isAfter(query.to()));
  }

  private static boolean is(@Nullable String wanted, String found) {
    return wanted == null || wanted.equals(found);
  }

  private static AuditView view(AuditRow row) {
    return new AuditView(
        row.id(),
        row.actor().name(),
        row.actor().keyId(),
        row.auditAction().action(),
        row.auditAction().resource(),
        row.auditAction().resourceId(),
        row.before(),
        row.after(),
        row.actor().address(),
        row.rejected(),
        row.code(),
        row.at());
  }
}
