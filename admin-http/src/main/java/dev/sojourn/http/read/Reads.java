package dev.sojourn.http.read;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.query.Answer;
import dev.sojourn.processor.query.Owners;
import dev.sojourn.processor.query.Owners.Owner;
import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.topic.Partitions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Asks whichever nodes own the answer: this one directly, others over HTTP with one hop. An answer
 * is whole or there is none: while a partition moves, the caller is told to come again.
 */
public final class Reads {

  private final Engine engine;
  private final RemoteReads remote;

  public Reads(Engine engine, RemoteReads remote) {
    this.engine = engine;
    this.remote = remote;
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
   * Asks the partition of an instance, which follows from its id.
   *
   * @throws UnavailableException when it cannot answer now
   */
  public Answer.State ofInstance(InstanceId id) {
    return one(new Query.State(id), Partitions.ofHash(id.userHash(), engine.owners().partitions()));
  }

  /** How many partitions there are. */
  public int partitions() {
    return engine.owners().partitions();
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
    Owners owners = engine.owners();
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
    pending.forEach(answer -> answers.addAll(RemoteReads.await(answer)));
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
        answers.add(engine.reads().ask(query, partition));
      } catch (PartitionUnavailableException e) {
        throw new UnavailableException(String.valueOf(e.getMessage()), e);
      }
    }
    return answers;
  }
}
