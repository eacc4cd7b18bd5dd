package dev.sojourn.http;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.query.LocalQueries;
import dev.sojourn.processor.query.PartitionOwners;
import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.Query;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The engine of one node: the partitions of the cluster that it owns, at first all of them. */
public final class TestNode implements Engine {

  /** The partitions that were asked, in order. */
  public final List<Integer> asked = new CopyOnWriteArrayList<>();

  public boolean ready = true;

  /** Runs before each answer, on the thread that asks; it may block, or throw. */
  public volatile Runnable beforeAnswer = () -> {};

  private final TestCluster cluster;
  private final Map<Integer, PartitionOwners.Owner> owners = new ConcurrentHashMap<>();
  private final Set<Integer> moving = new HashSet<>();

  public TestNode(TestCluster cluster) {
    this.cluster = cluster;
    takeAll();
  }

  /** This node has all of them. */
  public void takeAll() {
    for (int partition = 0; partition < TestCluster.PARTITIONS; partition++) {
      owners.put(partition, new PartitionOwners.Owner("127.0.0.1", 1, true));
    }
  }

  /** Another node has it. */
  public void give(int partition, int port) {
    owners.put(partition, new PartitionOwners.Owner("127.0.0.1", port, false));
  }

  /** No node has it. */
  public void drop(int partition) {
    owners.remove(partition);
  }

  /** No node has any. */
  public void dropAll() {
    owners.clear();
  }

  /** This node is said to have it, and has not. */
  public void move(int partition) {
    moving.add(partition);
  }

  /** From now on, every question fails like this. */
  public void failWith(RuntimeException fault) {
    beforeAnswer =
        () -> {
          throw fault;
        };
  }

  /** From now on, questions are answered again. */
  public void recover() {
    beforeAnswer = () -> {};
  }

  @Override
  public LocalQueries queries() {
    return new LocalQueries() {
      @Override
      public <A> A ask(Query<A> query, int partition) throws PartitionUnavailableException {
        beforeAnswer.run();
        if (!isHere(partition) || moving.contains(partition)) {
          throw new PartitionUnavailableException(partition, "it moves");
        }
        asked.add(partition);
        return cluster.ask(query, partition);
      }
    };
  }

  private boolean isHere(int partition) {
    return owners().ownerOf(partition).filter(PartitionOwners.Owner::local).isPresent();
  }

  @Override
  public PartitionOwners owners() {
    return new PartitionOwners() {
      @Override
      public int partitions() {
        return TestCluster.PARTITIONS;
      }

      @Override
      public Optional<Owner> ownerOf(int partition) {
        return Optional.ofNullable(owners.get(partition));
      }
    };
  }

  @Override
  public Optional<Registry> registry() {
    return owners.values().stream().anyMatch(PartitionOwners.Owner::local)
        ? Optional.of(cluster.registry())
        : Optional.empty();
  }

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public Meters meters() {
    return () -> {};
  }
}
