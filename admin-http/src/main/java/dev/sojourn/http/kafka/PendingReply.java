package dev.sojourn.http.kafka;

import dev.sojourn.topics.result.Result;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * An answer that somebody waits for. It counts when as many partitions as it names have given it.
 */
final class PendingReply {

  private final CompletableFuture<Result> future = new CompletableFuture<>();
  private final Set<Integer> agreed = new HashSet<>();

  CompletableFuture<Result> future() {
    return future;
  }

  /** One partition's word: a refusal counts at once, since no other can undo it. */
  synchronized void take(Result result) {
    if (result.status() == 200) {
      agreed.add(result.partition());
      if (agreed.size() < result.of()) {
        return;
      }
    }
    future.complete(result);
  }
}
