package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Explanation;
import dev.sojourn.journeys.decide.Knowledge;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.instance.InstanceQueries;
import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.GuardView;
import dev.sojourn.processor.registry.RegistryStore;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.topics.topic.Partitions;
import java.util.List;
import java.util.Map;

/** Explain query: evaluates the entry guards of a journey without writing anything. */
public final class ExplainQueries {

  /** The refusal reason for an erased person, whose events are not even stored. */
  private static final String ERASED = "erased";

  private final PartitionView partition;

  private ExplainQueries(PartitionView partition) {
    this.partition = partition;
  }

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(
        QueryHandler.of(
            Query.Explain.class, (query, view) -> new ExplainQueries(view).explain(query)));
  }

  /**
   * Exactly what this partition would decide, with the registry that it has read.
   *
   * @throws PartitionUnavailableException when it has not read the journey yet
   */
  private QueryResult.Explained explain(Query.Explain query) throws PartitionUnavailableException {
    Registry registry = RegistryStore.load(partition.state());
    Journey journey =
        registry
            .journey(query.journeyId())
            .filter(found -> registry.current(found).isPresent())
            .orElseThrow(
                () ->
                    new PartitionUnavailableException(
                        partition.partition(), "it has not read of this journey yet"));
    if (ErasedStore.contains(partition.state(), Partitions.hash(query.userId()), query.userId())) {
      return new QueryResult.Explained(
          ERASED, List.of(new GuardView(ERASED, false, Map.of())), null, List.of());
    }
    StoredPerson person =
        new StoredPerson(new PartitionRows(partition), PersonKey.of(query.userId()));
    PersonEvent event =
        new PersonEvent(
            EventIds.derive(person.userHash(), query.userId(), "explain"),
            query.event(),
            query.at(),
            query.at(),
            query.properties(),
            ContactPatch.NONE,
            null,
            0,
            false);
    Explanation explanation = new Decider().explain(person, event, journey, Knowledge.of(registry));
    return new QueryResult.Explained(
        explanation.reason().orElse(null),
        explanation.guards().stream()
            .map(guard -> new GuardView(guard.guard(), guard.passed(), guard.saw()))
            .toList(),
        explanation.instance().map(InstanceQueries::view).orElse(null),
        explanation.instance().stream()
            .flatMap(
                instance ->
                    instance.log().stream().map(line -> InstanceQueries.view(instance.id(), line)))
            .toList());
  }
}
