package dev.sojourn.http.kafka;

import dev.sojourn.topics.result.Result;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Pending reply. It completes when as many partitions as the reply names have agreed. */
final class PendingReply {

  private final CompletableFuture<Result> future = new CompletableFuture<>();
  private final Set<Integer> agreed = new HashSet<>();

  CompletableFuture<Result> future() {
    return future;
  }

  /**
   * Records the reply of one partition. A refusal completes at once: no other partition can undo
   * it.
   */
  synchronized void take(Result result) {
    if (result.rejection() == null) {
      agreed.add(result.partition());
      if (agreed.size() < result.of()) {
        return;
      }
    }
    future.complete(result);
  }
}
