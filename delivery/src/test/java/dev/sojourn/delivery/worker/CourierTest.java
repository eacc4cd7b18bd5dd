package dev.sojourn.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.provider.Delivered;
import dev.sojourn.delivery.provider.LogProvider;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.provider.WebhookProvider;
import dev.sojourn.delivery.template.LiquidRenderer;
import dev.sojourn.delivery.template.TemplateLookup;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.journeys.step.Signal.OutcomeCame.Result;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CourierTest {

  private static final Template TEMPLATE = Examples.template("Hi", "Hello {{ user.id }}");
  private static final SendAction ACTION = Examples.action(1, TEMPLATE);

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
    SendOutcome outcome = courier.deliver(ACTION).join();

    // then
    assertThat(outcome)
        .isEqualTo(new SendOutcome(ACTION.sendId(), 1, "u-1", result, error, retryAfterMs, null));
  }

  @Test
  void shouldCarryTheMessageWhenTheProviderKeepsIt() {
    // given
    Courier courier = courier(new TemplateLookup.Found(TEMPLATE), new LogProvider(true));

    // when
    SendOutcome outcome = SendOutcome.read(courier.deliver(ACTION).join().bytes());

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
    SendOutcome outcome = courier.deliver(ACTION).join();

    // then
    assertThat(outcome.result()).isEqualTo(Result.failed);
    assertThat(outcome.error()).isEqualTo("Template not found: activation/welcome");
  }

  @Test
  void shouldTryAgainWhenNobodyKnowsWhetherThereIsATemplate() {
    // given
    Courier courier = courier(new TemplateLookup.Unknown(), new LogProvider(false));

    // when
    SendOutcome outcome = courier.deliver(ACTION).join();

    // then
    assertThat(outcome.result()).isEqualTo(Result.retry);
  }

  @Test
  void shouldFailForGoodWhenTheTemplateIsBroken() {
    // given
    Template broken = Examples.template("Hi", "{{ user.id | nonsense }}");
    Courier courier = courier(new TemplateLookup.Found(broken), new LogProvider(false));

    // when
    SendOutcome outcome = courier.deliver(ACTION).join();

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
    SendOutcome outcome = SendOutcome.read(courier.deliver(ACTION).join().bytes());

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
    SendOutcome first = courier.deliver(ACTION).join();
    SendOutcome second = courier.deliver(ACTION).join();
    courier.deliver(Examples.action(2, TEMPLATE)).join();

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
    courier.deliver(ACTION).join();
    SendOutcome second = courier.deliver(ACTION).join();

    // then
    assertThat(second.result()).isEqualTo(Result.sent);
  }

  private static Courier courier(TemplateLookup lookup, Provider provider) {
    return new Courier(
        (hash, patience) -> lookup,
        new LiquidRenderer(),
        provider,
        new WebhookProvider(InstantSource.system()));
  }
}
