package dev.sojourn.http;

import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mails that are requested, and what delivery reports of them. */
public interface ClusterSends extends ClusterTasks {

  /** Delivers the messages requested so far and returns them; each of them is in the outbox. */
  default List<SendAction> deliver() {
    return report(OutcomeCame.Result.sent, null);
  }

  /** Reports the same of every message requested so far, and returns them. */
  default List<SendAction> report(OutcomeCame.Result result, @Nullable String error) {
    List<SendAction> all = new ArrayList<>();
    tasks()
        .eachTask(
            task -> {
              for (SendAction action : task.actions()) {
                task.outcome(
                    new SendOutcome(
                        action.sendId(),
                        action.attempt(),
                        action.userId(),
                        result,
                        error,
                        null,
                        result == OutcomeCame.Result.sent ? message(action) : null));
                all.add(action);
              }
            });
    return all;
  }

  private SendOutcome.Message message(SendAction action) {
    return new SendOutcome.Message(
        action.to(),
        action.channel(),
        action.template(),
        "Welcome",
        "Hello",
        action.journeyId(),
        tasks().now());
  }
}
