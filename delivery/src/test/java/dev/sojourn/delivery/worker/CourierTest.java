package dev.sojourn.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.provider.Delivered;
import dev.sojourn.delivery.provider.LogProvider;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.provider.WebhookProvider;
import dev.sojourn.delivery.template.LiquidRenderer;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.delivery.template.TemplateLookup;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.journeys.step.Signal.OutcomeCame.Result;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CourierTest {

  private static final Template TEMPLATE = Examples.template("Hi", "Hello {{ user.id }}");
  private static final SendAction ACTION = Examples.action(1, TEMPLATE);

  private final Lanes lanes = new Lanes(Map.of(), System::nanoTime, () -> true);

  static Stream<Arguments> results() {
    return Stream.of(
        arguments(new Delivered.Sent(), Result.sent, null, null),
        arguments(new Delivered.Rejected("no such box"), Result.failed, "no such box", null),
        arguments(new Delivered.TryAgain("busy", null), Result.retry, "busy", null),
        arguments(
            new Delivered.TryAgain("busy", Duration.ofSeconds(3)), Result.retry, "busy", 3_000L),
        arguments(
            new Delivered.Unavailable("away", Duration.ofSeconds(9)),
            Result.unavailable,
            "away",
            9_000L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("results")
  void shouldReportWhatTheProviderSaid(
      Delivered delivered, Result result, @Nullable String error, @Nullable Long retryAfterMs) {
    // given
    Courier courier = courier(new TemplateLookup.Found(TEMPLATE), (action, message) -> delivered);

    // when
    SendOutcome outcome = courier.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome)
        .isEqualTo(new SendOutcome(ACTION.sendId(), 1, "u-1", result, error, retryAfterMs, null));
  }

  @Test
  void shouldCarryTheMessageWhenTheProviderKeepsIt() {
    // given
    Courier courier = courier(new TemplateLookup.Found(TEMPLATE), new LogProvider(true));

    // when
    SendOutcome outcome = SendOutcome.read(courier.deliver(ACTION).outcome().join().bytes());

    // then
    assertThat(outcome.message())
        .isNotNull()
        .satisfies(message -> assertThat(message.body()).isEqualTo("Hello u-1"));
  }

  @Test
  void shouldFailForGoodWhenThereIsNoSuchTemplate() {
    // given
    Courier courier = courier(new TemplateLookup.Missing(), new LogProvider(false));

    // when
    SendOutcome outcome = courier.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome.result()).isEqualTo(Result.failed);
    assertThat(outcome.error()).isEqualTo("Template not found: activation/welcome");
  }

  @Test
  void shouldCountNoAttemptWhenNobodyKnowsWhetherThereIsATemplate() {
    // given
    Courier courier = courier(new TemplateLookup.Unknown(), new LogProvider(false));

    // when
    SendOutcome outcome = courier.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome.result()).isEqualTo(Result.unavailable);
  }

  @Test
  void shouldFailForGoodWhenTheTemplateIsBroken() {
    // given
    Template broken = Examples.template("Hi", "{{ user.id | nonsense }}");
    Courier courier = courier(new TemplateLookup.Found(broken), new LogProvider(false));

    // when
    SendOutcome outcome = courier.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome.result()).isEqualTo(Result.failed);
    assertThat(outcome.error())
        .startsWith("Template 'activation/welcome' cannot be rendered: ")
        .contains("nonsense");
  }

  @Test
  void shouldTryAgainWhenTheProviderThrows() {
    // given
    Courier courier =
        courier(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) -> {
              throw new IllegalStateException("x".repeat(499) + "\uD83D\uDE00");
            });

    // when
    SendOutcome outcome = SendOutcome.read(courier.deliver(ACTION).outcome().join().bytes());

    // then
    assertThat(outcome.result()).isEqualTo(Result.retry);
    assertThat(outcome.error()).hasSizeLessThanOrEqualTo(500).startsWith("Provider error: ");
  }

  @Test
  void shouldNotSendTwiceWhenTheSameAttemptComesAgain() {
    // given
    AtomicInteger calls = new AtomicInteger();
    Courier courier =
        courier(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) -> {
              calls.incrementAndGet();
              return new Delivered.Sent();
            });

    // when
    SendOutcome first = courier.deliver(ACTION).outcome().join();
    SendOutcome second = courier.deliver(ACTION).outcome().join();
    courier.deliver(Examples.action(2, TEMPLATE)).outcome().join();

    // then
    assertThat(second).isEqualTo(first);
    assertThat(calls).hasValue(2);
  }

  @Test
  void shouldAskTheProviderAgainWhenItDidNotTakeTheFirst() {
    // given
    AtomicInteger calls = new AtomicInteger();
    Courier courier =
        courier(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) ->
                calls.incrementAndGet() == 1
                    ? new Delivered.TryAgain("busy", null)
                    : new Delivered.Sent());

    // when
    courier.deliver(ACTION).outcome().join();
    SendOutcome second = courier.deliver(ACTION).outcome().join();

    // then
    assertThat(second.result()).isEqualTo(Result.sent);
  }

  @Test
  void shouldAskTheProviderOnceWhenTheActionComesAgainMeanwhile() throws InterruptedException {
    // given
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    Courier courier =
        courier(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) -> {
              calls.incrementAndGet();
              asked.countDown();
              return answerOnce(mayAnswer);
            });

    // when
    Dispatch first = courier.deliver(ACTION);
    asked.await();
    Dispatch second = courier.deliver(ACTION);
    boolean recalled = second.recall().getAsBoolean();
    mayAnswer.countDown();

    // then
    assertThat(recalled).isFalse();
    assertThat(first.outcome().join().result()).isEqualTo(Result.sent);
    assertThat(second.outcome().join().result()).isEqualTo(Result.sent);
    assertThat(calls).hasValue(1);
  }

  @Test
  void shouldNotSendAgainWhenTheProviderTookItAfterItsDeadline() throws InterruptedException {
    // given: a provider that takes what nobody waits for any longer
    CountDownLatch mayAnswer = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    Courier courier =
        courier(
            new TemplateLookup.Found(TEMPLATE),
            new Provider() {
              @Override
              public Delivered deliver(SendAction action, RenderedMessage message) {
                calls.incrementAndGet();
                return answerOnce(mayAnswer);
              }

              @Override
              public Duration deadline() {
                return Duration.ofMillis(500);
              }
            });

    // when
    SendOutcome late = courier.deliver(ACTION).outcome().join();
    Dispatch again = courier.deliver(ACTION);
    mayAnswer.countDown();

    // then
    assertThat(late.result()).isEqualTo(Result.retry);
    assertThat(late.error()).isEqualTo("No answer within 500 ms");
    assertThat(again.outcome().join().result()).isEqualTo(Result.sent);
    assertThat(calls).hasValue(1);
  }

  /** As a client does that does not let itself be interrupted. */
  private static Delivered answerOnce(CountDownLatch mayAnswer) {
    while (mayAnswer.getCount() > 0) {
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        // Goes on waiting.
      }
    }
    return new Delivered.Sent();
  }

  @AfterEach
  void closeLanes() {
    lanes.close();
  }

  private Courier courier(TemplateLookup lookup, Provider provider) {
    return new Courier(
        (hash, patience) -> lookup,
        new LiquidRenderer(),
        provider,
        new WebhookProvider(InstantSource.system()),
        lanes);
  }
}
