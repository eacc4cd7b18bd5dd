package dev.sojourn.http.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingReplyTest {

  private final PendingReply awaited = new PendingReply();

  private static Result said(int partition, int of) {
    return Result.applied(partition, new Answer.PersonErased(1)).from(partition, of);
  }

  @Test
  void shouldCountOneWordWhenOneIsEnough() {
    awaited.take(said(2, 1));

    assertThat(awaited.future()).isCompletedWithValue(said(2, 1));
  }

  @Test
  void shouldWaitForEveryPartitionAndCountNoneTwice() {
    awaited.take(said(0, 3));
    awaited.take(said(1, 3));
    awaited.take(said(1, 3));

    assertThat(awaited.future()).isNotDone();

    awaited.take(said(2, 3));

    assertThat(awaited.future()).isDone();
  }

  @Test
  void shouldTakeARefusalAtOnce() {
    awaited.take(said(0, 3));
    Result rejected =
        Result.rejected(1, Rejection.of(DecisionRejection.INSTANCE_NOT_FOUND)).from(1, 3);
    awaited.take(rejected);

    assertThat(awaited.future()).isCompletedWithValue(rejected);
  }

  @Test
  void shouldFailAtOnceWhenTheQuestionCouldNotBeWritten() {
    CompletableFuture<Result> asked =
        PendingRequest.of(
            CompletableFuture.failedFuture(new UnavailableException("no log")),
            awaited.future(),
            Duration.ofHours(1));

    assertThatThrownBy(() -> Futures.on(asked))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("no log");
  }

  @Test
  void shouldFailAtTheDeadlineWhenTheLogNeverAcknowledges() {
    CompletableFuture<Result> asked =
        PendingRequest.of(new CompletableFuture<>(), awaited.future(), Duration.ofMillis(1));

    assertThatThrownBy(() -> Futures.on(asked))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("repeating");
  }

  @Test
  void shouldGiveTheAnswerOnceTheQuestionIsWritten() {
    awaited.take(said(0, 1));

    assertThat(
            Futures.on(
                PendingRequest.of(
                    CompletableFuture.completedFuture("place"),
                    awaited.future(),
                    Duration.ofHours(1))))
        .isEqualTo(said(0, 1));
  }
}
