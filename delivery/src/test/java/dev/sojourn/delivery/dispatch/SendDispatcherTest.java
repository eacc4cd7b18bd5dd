package dev.sojourn.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.bulkhead.Bulkheads;
import dev.sojourn.delivery.inflight.InFlightSend;
import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.provider.LogProvider;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.provider.WebhookProvider;
import dev.sojourn.delivery.template.LiquidRenderer;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.delivery.template.TemplateLookup;
import dev.sojourn.journeys.step.Signal.OutcomeCame.Result;
import dev.sojourn.journeys.template.Template;
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

final class SendDispatcherTest {

  private static final Template TEMPLATE = Examples.template("Hi", "Hello {{ user.id }}");
  private static final SendAction ACTION = Examples.action(1, TEMPLATE);

  private final Bulkheads lanes = new Bulkheads(Map.of(), System::nanoTime, () -> true);

  static Stream<Arguments> results() {
    return Stream.of(
        arguments(new DeliveryResult.Sent(), Result.sent, null, null),
        arguments(new DeliveryResult.Rejected("no such box"), Result.failed, "no such box", null),
        arguments(new DeliveryResult.TryAgain("busy", null), Result.retry, "busy", null),
        arguments(
            new DeliveryResult.TryAgain("busy", Duration.ofSeconds(3)), Result.retry, "busy", 3_000L),
        arguments(
            new DeliveryResult.Unavailable("away", Duration.ofSeconds(9)),
            Result.unavailable,
            "away",
            9_000L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("results")
  void shouldReportWhatTheProviderSaid(
      DeliveryResult delivered, Result result, @Nullable String error, @Nullable Long retryAfterMs) {
    // given
    SendDispatcher courier = courier(new TemplateLookup.Found(TEMPLATE), (action, message) -> delivered);

    // when
    SendOutcome outcome = courier.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome)
        .isEqualTo(new SendOutcome(ACTION.sendId(), 1, "u-1", result, error, retryAfterMs, null));
  }

  @Test
  void shouldCarryTheMessageWhenTheProviderKeepsIt() {
    // given
    SendDispatcher courier = courier(new TemplateLookup.Found(TEMPLATE), new LogProvider(true));

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
    SendDispatcher courier = courier(new TemplateLookup.Missing(), new LogProvider(false));

    // when
    SendOutcome outcome = courier.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome.result()).isEqualTo(Result.failed);
    assertThat(outcome.error()).isEqualTo("Template not found: activation/welcome");
  }

  @Test
  void shouldCountNoAttemptWhenNobodyKnowsWhetherThereIsATemplate() {
    // given
    SendDispatcher courier = courier(new TemplateLookup.Unknown(), new LogProvider(false));

    // when
    SendOutcome outcome = courier.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome.result()).isEqualTo(Result.unavailable);
  }

  @Test
  void shouldFailForGoodWhenTheTemplateIsBroken() {
    // given
    Template broken = Examples.template("Hi", "{{ user.id | nonsense }}");
    SendDispatcher courier = courier(new TemplateLookup.Found(broken), new LogProvider(false));

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
    SendDispatcher courier =
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
    SendDispatcher courier =
        courier(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) -> {
              calls.incrementAndGet();
              return new DeliveryResult.Sent();
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
    SendDispatcher courier =
        courier(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) ->
                calls.incrementAndGet() == 1
                    ? new DeliveryResult.TryAgain("busy", null)
                    : new DeliveryResult.Sent());

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
    SendDispatcher courier =
        courier(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) -> {
              calls.incrementAndGet();
              asked.countDown();
              return answerOnce(mayAnswer);
            });

    // when
    InFlightSend first = courier.deliver(ACTION);
    asked.await();
    InFlightSend second = courier.deliver(ACTION);
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
    SendDispatcher courier =
        courier(
            new TemplateLookup.Found(TEMPLATE),
            new Provider() {
              @Override
              public DeliveryResult deliver(SendAction action, RenderedMessage message) {
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
    InFlightSend again = courier.deliver(ACTION);
    mayAnswer.countDown();

    // then
    assertThat(late.result()).isEqualTo(Result.retry);
    assertThat(late.error()).isEqualTo("No answer within 500 ms");
    assertThat(again.outcome().join().result()).isEqualTo(Result.sent);
    assertThat(calls).hasValue(1);
  }

  /** As a client does that does not let itself be interrupted. */
  private static DeliveryResult answerOnce(CountDownLatch mayAnswer) {
    while (mayAnswer.getCount() > 0) {
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        // Goes on waiting.
      }
    }
    return new DeliveryResult.Sent();
  }

  @AfterEach
  void closeLanes() {
    lanes.close();
  }

  private SendDispatcher courier(TemplateLookup lookup, Provider provider) {
    return new SendDispatcher(
        (hash, patience) -> lookup,
        new LiquidRenderer(),
        provider,
        new WebhookProvider(InstantSource.system()),
        lanes);
  }
}
