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
import dev.sojourn.topics.registry.RegistryEntry;
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
 * Asks whichever nodes own the answer: this one directly, others over HTTP with one hop. An answer
 * is whole or there is none: while a partition moves, the caller is told to come again.
 */
public final class ClusterQueries {

  private final Engine engine;
  private final RemoteQueries remote;

  public ClusterQueries(Engine engine, RemoteQueries remote) {
    this.engine = engine;
    this.remote = remote;
  }

  /** How many partitions there are; fixed for the life of a prefix. */
  public int partitions() {
    return engine.owners().partitions();
  }

  /**
   * Asks the partition of a person.
   *
   * @throws UnavailableException when it cannot answer now
   */
  public <A> A ofPerson(String userId, Query<A> query) {
    return one(query, Partitions.of(userId, engine.owners().partitions()));
  }

  /**
   * Asks the partition of an event, which follows from its id.
   *
   * @return empty when no event of this id is stored
   * @throws UnavailableException when it cannot answer now
   */
  public Optional<EventRow> event(UUID id) {
    int partition = Partitions.ofHash(EventIds.userHash(id), engine.owners().partitions());
    return one(new Query.StoredEvents(List.of(id)), partition).events().stream().findFirst();
  }

  /**
   * Asks the partition of an instance, which follows from its id.
   *
   * @throws UnavailableException when it cannot answer now
   */
  public QueryResult.State ofInstance(InstanceId id) {
    return one(new Query.State(id), Partitions.ofHash(id.userHash(), engine.owners().partitions()));
  }

  /**
   * Asks one partition.
   *
   * @throws UnavailableException when it cannot answer now
   */
  public <A> A one(Query<A> query, int partition) {
    return ask(query, List.of(partition)).get(0);
  }

  /**
   * Asks every partition.
   *
   * @return one answer for each, in no particular order
   * @throws UnavailableException when one of them cannot answer now
   */
  public <A> List<A> all(Query<A> query) {
    return ask(query, IntStream.range(0, engine.owners().partitions()).boxed().toList());
  }

  /**
   * Everything published; from another node while this one owns nothing.
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
    Registry registry = Registry.EMPTY;
    for (RegistryEntry entry : one(new Query.RegistryContent(), owned).entries()) {
      registry = entry.into(registry);
    }
    return registry;
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
    // The others are asked first, so that they work while this node does.
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
   * Asks partitions of this node and of no other.
   *
   * @throws UnavailableException when one of them is not here now
   */
  <A> List<A> local(Query<A> query, List<Integer> partitions) {
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
