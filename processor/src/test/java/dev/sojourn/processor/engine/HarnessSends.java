package dev.sojourn.processor.engine;

import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.topic.Headers;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Sends that are requested, what delivery reports of them, and how far everybody has read. */
public interface HarnessSends extends DrivenTask {

  /** The sends requested since the last call. */
  default List<SendAction> actions() {
    return read(TOPICS.actions()).stream().map(record -> SendAction.read(record.value())).toList();
  }

  /** Delivers the sends requested since the last call. */
  default List<SendAction> delivered() {
    List<SendAction> sent = actions();
    sent.forEach(action -> outcome(action, OutcomeCame.Result.sent, null));
    return sent;
  }

  default void outcome(SendAction action, OutcomeCame.Result result, @Nullable String error) {
    outcome(
        new SendOutcome(
            action.sendId(), action.attempt(), action.userId(), result, error, null, null));
  }

  default void outcome(SendOutcome outcome) {
    append(
        TOPICS.outcomes(),
        new TestRecord<>(
            Headers.bytes(outcome.userId()), outcome.bytes(), new RecordHeaders(), now()));
  }

  default void rawOutcome(byte[] value) {
    append(TOPICS.outcomes(), new TestRecord<>(new byte[0], value, new RecordHeaders(), now()));
  }

  default void givenBacklog() {
    watermark().drained = false;
  }

  default void thenBacklogIsRead() {
    watermark().drained = true;
  }

  default void givenDeliveryIsBehind() {
    delivery().done = false;
  }

  default void thenDeliveryIsDone() {
    delivery().done = true;
  }

  default void givenDeliveryDoesNotAnswerYet() {
    delivery().asking = true;
  }

  default void thenDeliveryAnswers() {
    delivery().asking = false;
  }
}
