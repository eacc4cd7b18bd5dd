package dev.sojourn.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.bulkhead.Bulkheads;
import dev.sojourn.delivery.http.WebhookProvider;
import dev.sojourn.delivery.inflight.InFlightSend;
import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.provider.LogProvider;
import dev.sojourn.delivery.provider.Provider;
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

  private final Bulkheads bulkheads = new Bulkheads(Map.of(), System::nanoTime, () -> true);

  static Stream<Arguments> results() {
    return Stream.of(
        arguments(new DeliveryResult.Sent(), Result.sent, null, null),
        arguments(
            new DeliveryResult.PermanentFailure("no such box"), Result.failed, "no such box", null),
        arguments(new DeliveryResult.TransientFailure("busy", null), Result.retry, "busy", null),
        arguments(
            new DeliveryResult.TransientFailure("busy", Duration.ofSeconds(3)),
            Result.retry,
            "busy",
            3_000L),
        arguments(
            new DeliveryResult.Unavailable("away", Duration.ofSeconds(9)),
            Result.unavailable,
            "away",
            9_000L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("results")
  void shouldReportWhatTheProviderSaid(
      DeliveryResult delivered,
      Result result,
      @Nullable String error,
      @Nullable Long retryAfterMs) {
    // given
    SendDispatcher dispatcher =
        dispatcher(new TemplateLookup.Found(TEMPLATE), (action, message) -> delivered);

    // when
    SendOutcome outcome = dispatcher.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome)
        .isEqualTo(new SendOutcome(ACTION.sendId(), 1, "u-1", result, error, retryAfterMs, null));
  }

  @Test
  void shouldCarryTheMessageWhenTheProviderKeepsIt() {
    // given
    SendDispatcher dispatcher =
        dispatcher(new TemplateLookup.Found(TEMPLATE), new LogProvider(true));

    // when
    SendOutcome outcome = SendOutcome.read(dispatcher.deliver(ACTION).outcome().join().bytes());

    // then
    assertThat(outcome.message())
        .isNotNull()
        .satisfies(message -> assertThat(message.body()).isEqualTo("Hello u-1"));
  }

  @Test
  void shouldFailForGoodWhenThereIsNoSuchTemplate() {
    // given
    SendDispatcher dispatcher = dispatcher(new TemplateLookup.Missing(), new LogProvider(false));

    // when
    SendOutcome outcome = dispatcher.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome.result()).isEqualTo(Result.failed);
    assertThat(outcome.error()).isEqualTo("Template not found: activation/welcome");
  }

  @Test
  void shouldCountNoAttemptWhenNobodyKnowsWhetherThereIsATemplate() {
    // given
    SendDispatcher dispatcher = dispatcher(new TemplateLookup.Unknown(), new LogProvider(false));

    // when
    SendOutcome outcome = dispatcher.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome.result()).isEqualTo(Result.unavailable);
  }

  @Test
  void shouldFailForGoodWhenTheTemplateIsBroken() {
    // given
    Template broken = Examples.template("Hi", "{{ user.id | nonsense }}");
    SendDispatcher dispatcher =
        dispatcher(new TemplateLookup.Found(broken), new LogProvider(false));

    // when
    SendOutcome outcome = dispatcher.deliver(ACTION).outcome().join();

    // then
    assertThat(outcome.result()).isEqualTo(Result.failed);
    assertThat(outcome.error())
        .startsWith("Template 'activation/welcome' cannot be rendered: ")
        .contains("nonsense");
  }

  @Test
  void shouldTryAgainWhenTheProviderThrows() {
    // given
    SendDispatcher dispatcher =
        dispatcher(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) -> {
              throw new IllegalStateException("x".repeat(499) + "\uD83D\uDE00");
            });

    // when
    SendOutcome outcome = SendOutcome.read(dispatcher.deliver(ACTION).outcome().join().bytes());

    // then
    assertThat(outcome.result()).isEqualTo(Result.retry);
    assertThat(outcome.error()).hasSizeLessThanOrEqualTo(500).startsWith("Provider error: ");
  }

  @Test
  void shouldNotSendTwiceWhenTheSameAttemptComesAgain() {
    // given
    AtomicInteger calls = new AtomicInteger();
    SendDispatcher dispatcher =
        dispatcher(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) -> {
              calls.incrementAndGet();
              return new DeliveryResult.Sent();
            });

    // when
    SendOutcome first = dispatcher.deliver(ACTION).outcome().join();
    SendOutcome second = dispatcher.deliver(ACTION).outcome().join();
    dispatcher.deliver(Examples.action(2, TEMPLATE)).outcome().join();

    // then
    assertThat(second).isEqualTo(first);
    assertThat(calls).hasValue(2);
  }

  @Test
  void shouldAskTheProviderAgainWhenItDidNotTakeTheFirst() {
    // given
    AtomicInteger calls = new AtomicInteger();
    SendDispatcher dispatcher =
        dispatcher(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) ->
                calls.incrementAndGet() == 1
                    ? new DeliveryResult.TransientFailure("busy", null)
                    : new DeliveryResult.Sent());

    // when
    dispatcher.deliver(ACTION).outcome().join();
    SendOutcome second = dispatcher.deliver(ACTION).outcome().join();

    // then
    assertThat(second.result()).isEqualTo(Result.sent);
  }

  @Test
  void shouldAskTheProviderOnceWhenTheActionComesAgainMeanwhile() throws InterruptedException {
    // given
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    SendDispatcher dispatcher =
        dispatcher(
            new TemplateLookup.Found(TEMPLATE),
            (action, message) -> {
              calls.incrementAndGet();
              asked.countDown();
              return answerOnce(mayAnswer);
            });

    // when
    InFlightSend first = dispatcher.deliver(ACTION);
    asked.await();
    InFlightSend second = dispatcher.deliver(ACTION);
    boolean recalled = second.tryCancel().getAsBoolean();
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
    SendDispatcher dispatcher =
        dispatcher(
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
    SendOutcome late = dispatcher.deliver(ACTION).outcome().join();
    InFlightSend again = dispatcher.deliver(ACTION);
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
    bulkheads.close();
  }

  private SendDispatcher dispatcher(TemplateLookup lookup, Provider provider) {
    return new SendDispatcher(
        (hash, maxWait) -> lookup,
        new LiquidRenderer(),
        provider,
        new WebhookProvider(InstantSource.system()),
        bulkheads);
  }
}
