package dev.sojourn.journeys.condition;

import static dev.sojourn.journeys.dsl.Conditions.and;
import static dev.sojourn.journeys.dsl.Conditions.contact;
import static dev.sojourn.journeys.dsl.Conditions.event;
import static dev.sojourn.journeys.dsl.Conditions.not;
import static dev.sojourn.journeys.dsl.Conditions.or;
import static dev.sojourn.journeys.dsl.Conditions.property;
import static dev.sojourn.journeys.dsl.Conditions.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.person.EventHistory;
import dev.sojourn.journeys.person.EventHistory.StoredEvent;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final Condition YES = and();
  private static final Condition NO = or();

  private static EvaluationContext facts(Map<String, Object> properties, EventHistory history) {
    return new EvaluationContext(
        properties,
        Map.of("plan", "pro", "$x", 1),
        () -> Map.of("team", "red"),
        history,
        template -> Optional.empty(),
        NOW);
  }

  private static EvaluationContext facts(Map<String, Object> properties) {
    return facts(properties, EventHistory.none());
  }

  static Stream<Arguments> comparisons() {
    List<Object> b = List.of("b");
    return Stream.of(
        Arguments.of(Operator.EQ, 50, "50", false),
        Arguments.of(Operator.EQ, 50, 50.0, true),
        Arguments.of(Operator.EQ, 50L, BigInteger.valueOf(50), true),
        Arguments.of(Operator.EQ, null, null, true),
        Arguments.of(Operator.EQ, true, "true", false),
        Arguments.of(Operator.NEQ, null, "x", true),
        Arguments.of(Operator.NEQ, "x", "x", false),
        Arguments.of(Operator.GT, "6", 5, false),
        Arguments.of(Operator.GT, 6, "5", false),
        Arguments.of(Operator.GT, null, 5, false),
        Arguments.of(Operator.GT, 5, 5, false),
        Arguments.of(Operator.GT, 5.1, 5, true),
        Arguments.of(Operator.GTE, 5, 5, true),
        Arguments.of(Operator.LT, 5, 5, false),
        Arguments.of(Operator.LT, 4, 5, true),
        Arguments.of(Operator.LTE, 5, 5, true),
        Arguments.of(Operator.LT, "2026-01-01", "2026-01-02", false),
        Arguments.of(Operator.GT, Double.POSITIVE_INFINITY, 5, true),
        Arguments.of(Operator.EQ, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, true),
        Arguments.of(Operator.EXISTS, null, null, false),
        Arguments.of(Operator.EXISTS, 0, null, true),
        Arguments.of(Operator.NOT_EXISTS, null, null, true),
        Arguments.of(Operator.NOT_EXISTS, "", null, false),
        Arguments.of(Operator.CONTAINS, b, "b", false),
        Arguments.of(Operator.CONTAINS, "abc", "b", true),
        Arguments.of(Operator.CONTAINS, "abc", "B", false),
        Arguments.of(Operator.CONTAINS, "a5", 5, false),
        Arguments.of(Operator.IN, "b", List.of("a", "b"), true),
        Arguments.of(Operator.IN, 5, List.of(5.0), true),
        Arguments.of(Operator.IN, null, List.of("a"), false),
        Arguments.of(Operator.IN, "a", "abc", false));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void shouldCompareWithoutCoercion(
      Operator operator, @Nullable Object left, @Nullable Object right, boolean holds) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("p", left);

    assertThat(property("p").compare(operator, right, null).test(facts(properties)))
        .isEqualTo(holds);
  }

  @Test
  void shouldReadDottedPathsAndWholeNamesFirst() {
    Map<String, Object> properties =
        Map.of("a", Map.of("b", Map.of("c", 1), "x.y", 2), "a.b", "whole", ".odd", 3, "text", "t");

    assertThat(property("a.b").eq("whole").test(facts(properties))).isTrue();
    assertThat(property("a.b.c").eq(1).test(facts(properties))).isTrue();
    assertThat(property("a.x.y").eq(2).test(facts(properties))).isTrue();
    assertThat(property(".odd").eq(3).test(facts(properties))).isTrue();
    assertThat(property("text.length").exists().test(facts(properties))).isFalse();
    assertThat(property("a.b.").exists().test(facts(properties))).isFalse();
  }

  @Test
  void shouldCompareWithTheTriggersProperty() {
    assertThat(property("p").is(Operator.EQ, trigger("plan")).test(facts(Map.of("p", "pro"))))
        .isTrue();
    assertThat(contact("team").is(Operator.NEQ, trigger("missing")).test(facts(Map.of()))).isTrue();
    assertThat(property("p").is(Operator.EQ, trigger("plan")).namedProperties())
        .containsExactly("p", "plan");
    assertThat(contact("team").is(Operator.EQ, trigger("$x")).namedProperties())
        .containsExactly("$x");
  }

  @Test
  void shouldPutConditionsTogether() {
    EvaluationContext facts = facts(Map.of());
    assertThat(and().test(facts)).isTrue();
    assertThat(or().test(facts)).isFalse();
    assertThat(and(YES, NO).test(facts)).isFalse();
    assertThat(or(NO, YES).test(facts)).isTrue();
    assertThat(not(NO).test(facts)).isTrue();
    assertThat(not(YES, NO).test(facts)).isTrue();
    assertThat(not(YES, YES).test(facts)).isFalse();
    assertThat(and(event("a").exists(), not(event("b").exists())).referencedEvents())
        .containsExactly("a", "b");
  }

  private static EventHistory happened(Duration... ago) {
    return (name, since) ->
        Stream.of(ago)
            .map(before -> new StoredEvent(UUID.randomUUID(), "used", NOW.minus(before), Map.of()))
            .filter(stored -> stored.name().equals(name) && !stored.occurredAt().isBefore(since));
  }

  @Test
  void shouldCountStoredEvents() {
    EvaluationContext none = facts(Map.of());
    EvaluationContext two = facts(Map.of(), happened(Duration.ofHours(1), Duration.ofHours(2)));

    assertThat(event("used").exists().test(two)).isTrue();
    assertThat(event("used").exists().test(none)).isFalse();
    assertThat(event("used").notExists().test(none)).isTrue();
    assertThat(event("other").notExists().test(two)).isTrue();
    assertThat(event("used").count(Operator.EQ, 2).test(two)).isTrue();
    assertThat(event("used").count(Operator.LT, 1).test(none)).isTrue();
    assertThat(event("used").count(Operator.GT, 2).test(two)).isFalse();
    assertThat(event("used").within(Duration.ofHours(1)).count(Operator.EQ, 1).test(two)).isTrue();
    assertThat(event("used").within(Duration.ofMinutes(59)).exists().test(two)).isFalse();
  }

  @Test
  void shouldAskWhetherThereAreAnyWhenCountHasNoOperatorOrValue() {
    EvaluationContext one = facts(Map.of(), happened(Duration.ofHours(1)));
    for (EvaluationContext facts : List.of(one, facts(Map.of()))) {
      boolean any = facts.history().has("used", EventHistory.BEGINNING);
      assertThat(
              new EventCondition("used", EventCondition.Check.count, null, null, null).test(facts))
          .isEqualTo(any);
      assertThat(
              new EventCondition("used", EventCondition.Check.count, Operator.GT, null, null)
                  .test(facts))
          .isEqualTo(any);
    }
  }

  @Test
  void shouldCountTheEventBeingDecidedOnce() {
    UUID id = UUID.randomUUID();
    StoredEvent now = new StoredEvent(id, "used", NOW, Map.of());
    EventHistory stored = (name, since) -> Stream.of(now);

    assertThat(stored.including(now).count("used", EventHistory.BEGINNING)).isEqualTo(1);
    assertThat(EventHistory.none().including(now).count("used", NOW)).isEqualTo(1);
    assertThat(EventHistory.none().including(now).count("used", NOW.plusMillis(1))).isZero();
    assertThat(EventHistory.none().including(now).has("other", NOW)).isFalse();
  }
}
