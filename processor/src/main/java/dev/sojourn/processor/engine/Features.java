package dev.sojourn.processor.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.processor.audit.AuditQueries;
import dev.sojourn.processor.counter.CounterQueries;
import dev.sojourn.processor.deadletter.DeadLetterQueries;
import dev.sojourn.processor.history.EventQueries;
import dev.sojourn.processor.instance.InstanceQueries;
import dev.sojourn.processor.job.JobQueries;
import dev.sojourn.processor.outbox.OutboxQueries;
import dev.sojourn.processor.person.ExplainQueries;
import dev.sojourn.processor.person.PersonQueries;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.refusal.EntryDecisionQueries;
import dev.sojourn.processor.registry.RegistryQueries;
import dev.sojourn.topics.json.Json;
import java.util.List;
import java.util.stream.Stream;

/** What each feature of the engine contributes: an addition is one line in one of these lists. */
public final class Features {

  private Features() {}

  /** Handlers of queries. */
  public static List<QueryHandler<?, ?>> queries() {
    return Stream.of(
            AuditQueries.handlers(),
            CounterQueries.handlers(),
            DeadLetterQueries.handlers(),
            EntryDecisionQueries.handlers(),
            EventQueries.handlers(),
            ExplainQueries.handlers(),
            InstanceQueries.handlers(),
            JobQueries.handlers(),
            OutboxQueries.handlers(),
            PersonQueries.handlers(),
            RegistryQueries.handlers())
        .<QueryHandler<?, ?>>flatMap(List::stream)
        .toList();
  }

  /** A mapper that reads every type of query, for a node that another one asks. */
  public static ObjectMapper queryMapper() {
    ObjectMapper mapper = Json.mapper().copy();
    mapper.registerSubtypes(queries().stream().map(QueryHandler::type).toArray(Class<?>[]::new));
    return mapper;
  }
}
