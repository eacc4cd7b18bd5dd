package dev.sojourn.http.cluster;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.query.PartitionOwners;
import dev.sojourn.processor.query.PartitionOwners.Owner;
import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.topics.topic.Partitions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Queries to the nodes that own the partitions: this one directly, others over HTTP in one hop. A
 * result is complete or there is none: while a partition moves, the caller is told to retry.
 */
public final class ClusterQueries {

  private final Engine engine;
  private final RemoteQueries remote;

  public ClusterQueries(Engine engine, RemoteQueries remote) {
    this.engine = engine;
    this.remote = remote;
  }

  /** Number of partitions; fixed for the lifetime of a prefix. */
  public int partitions() {
    return engine.owners().partitions();
  }

  /**
   * Queries the partition of a person.
   *
   * @throws UnavailableException when it cannot answer now
   */
  public <A> A ofPerson(String userId, Query<A> query) {
    return one(query, Partitions.of(userId, engine.owners().partitions()));
  }

  /**
   * Looks up an event in its partition, which follows from its id.
   *
   * @return empty when no event with this id is stored
   * @throws UnavailableException when the partition cannot answer now
   */
  public Optional<EventRow> event(UUID id) {
    int partition = Partitions.ofHash(EventIds.userHash(id), engine.owners().partitions());
    return one(new Query.StoredEvents(List.of(id)), partition).events().stream().findFirst();
  }

  /**
   * Looks up an instance in its partition, which follows from its id.
   *
   * @throws UnavailableException when the partition cannot answer now
   */
  public QueryResult.State ofInstance(InstanceId id) {
    return one(new Query.State(id), Partitions.ofHash(id.userHash(), engine.owners().partitions()));
  }

  /**
   * Queries one partition.
   *
   * @throws UnavailableException when it cannot answer now
   */
  public <A> A one(Query<A> query, int partition) {
    return ask(query, List.of(partition)).get(0);
  }

  /**
   * Queries every partition.
   *
   * @return one result per partition, in no particular order
   * @throws UnavailableException when one of them cannot answer now
   */
  public <A> List<A> all(Query<A> query) {
    return ask(query, IntStream.range(0, engine.owners().partitions()).boxed().toList());
  }

  /**
   * The published registry; fetched from another node while this one owns no partition.
   *
   * @throws UnavailableException when no node has it now
   */
  public Registry registry() {
    return engine.registry().orElseGet(this::registryOfAnother);
  }

  private Registry registryOfAnother() {
    PartitionOwners owners = engine.owners();
    int owned =
        IntStream.range(0, owners.partitions())
            .filter(partition -> owners.ownerOf(partition).isPresent())
            .findFirst()
            .orElseThrow(() -> new UnavailableException("no node is ready yet"));
    Registry.Builder registry = Registry.EMPTY.change();
    one(new Query.RegistryContent(), owned).entries().forEach(entry -> entry.into(registry));
    return registry.build();
  }

  private <A> List<A> ask(Query<A> query, List<Integer> partitions) {
    Map<Owner, List<Integer>> byOwner = new LinkedHashMap<>();
    for (int partition : partitions) {
      Owner owner =
          engine
              .owners()
              .ownerOf(partition)
              .orElseThrow(
                  () -> new UnavailableException("partition %d moves".formatted(partition)));
      byOwner.computeIfAbsent(owner, o -> new ArrayList<>()).add(partition);
    }
    // Remote nodes first, so that they work while this node does.
    List<CompletableFuture<List<A>>> pending = new ArrayList<>();
    byOwner.forEach(
        (owner, theirs) -> {
          if (!owner.local()) {
            pending.add(remote.ask(owner, query, theirs));
          }
        });
    List<A> answers = new ArrayList<>();
    byOwner.forEach(
        (owner, ours) -> {
          if (owner.local()) {
            answers.addAll(local(query, ours));
          }
        });
    pending.forEach(answer -> answers.addAll(RemoteQueries.await(answer)));
    return answers;
  }

  /**
   * Queries partitions of this node only.
   *
   * @throws UnavailableException when one of them is not on this node now
   */
  public <A> List<A> local(Query<A> query, List<Integer> partitions) {
    List<A> answers = new ArrayList<>();
    for (int partition : partitions) {
      try {
        answers.add(engine.queries().ask(query, partition));
      } catch (PartitionUnavailableException e) {
        throw new UnavailableException(String.valueOf(e.getMessage()), e);
      }
    }
    return answers;
  }
}
