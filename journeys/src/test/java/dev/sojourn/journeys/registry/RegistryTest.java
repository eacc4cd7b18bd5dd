package dev.sojourn.journeys.registry;

import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.definition.EventRule;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.step.StepContext;
import dev.sojourn.journeys.step.StepResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RegistryTest {

  private Registry registry = Registry.EMPTY;

  private void given(Journeys.Builder builder) {
    JourneyDefinition journey = builder.on("go").steps(complete("done"));
    int version = registry.journey(journey.id()).map(Journey::version).orElse(0) + 1;
    registry =
        registry
            .with(new JourneyVersion(journey.id(), version, "hash-" + version, journey))
            .with(
                new Journey(
                    journey.id(),
                    journey.title(),
                    Origin.FILE,
                    State.ACTIVE,
                    null,
                    version,
                    Map.of(),
                    null,
                    true,
                    Instant.EPOCH));
  }

  @Test
  void shouldAskTheHighestPriorityFirstAndEqualsById() {
    // given
    given(journey("d").priority(-1));
    given(journey("c"));
    given(journey("e").priority(7));
    given(journey("a"));
    given(journey("b").priority(0));

    // then
    assertThat(registry.triggeredBy("go"))
        .extracting(Journey::id)
        .containsExactly("e", "a", "b", "c", "d");
  }

  @Test
  void shouldUseThePriorityOfTheCurrentVersion() {
    // given
    given(journey("a").priority(1));
    given(journey("b").priority(2));

    // when
    given(journey("a").priority(3));

    // then
    assertThat(registry.triggeredBy("go")).extracting(Journey::id).containsExactly("a", "b");
  }

  /** A value of a kind that the domain does not know. */
  private record Offer(String name, int points) {
    static final RegistryKind<Offer> KIND = RegistryKind.of("offer", Offer.class, Offer::name);
  }

  @Test
  void shouldHoldTheValuesOfAnyKind() {
    // when
    Registry offers =
        registry
            .with(Offer.KIND, new Offer("b", 1))
            .with(Offer.KIND, new Offer("a", 1))
            .with(Offer.KIND, new Offer("b", 2));

    // then
    assertThat(offers.get(Offer.KIND, "b")).contains(new Offer("b", 2));
    assertThat(offers.all(Offer.KIND)).containsExactly(new Offer("a", 1), new Offer("b", 2));
    assertThat(offers.without(Offer.KIND, "b").all(Offer.KIND)).containsExactly(new Offer("a", 1));
    assertThat(offers.all(Offer.KIND)).hasSize(2);
    assertThat(registry.all(Offer.KIND)).isEmpty();
  }

  @Test
  void shouldStayTheSameWhenWhatIsRemovedWasNeverThere() {
    given(journey("a"));

    assertThat(registry.without(Journey.KIND, "b")).isSameAs(registry);
    assertThat(registry.change().build()).isSameAs(registry);
  }

  @Test
  void shouldNotTriggerAJourneyWhoseCurrentVersionIsRemoved() {
    // given
    given(journey("a"));
    given(journey("b"));

    // when
    registry = registry.without(JourneyVersion.KIND, "a/1");

    // then
    assertThat(registry.triggeredBy("go")).extracting(Journey::id).containsExactly("b");
    assertThat(registry.journey("a").flatMap(registry::current)).isEmpty();
  }

  @Test
  void shouldKeepWhatABuilderHasBuiltWhenItIsChangedFurther() {
    // given
    Registry.Builder builder = registry.change().put(Offer.KIND, new Offer("a", 1));

    // when
    Registry first = builder.build();
    Registry second = builder.put(Offer.KIND, new Offer("b", 1)).build();

    // then
    assertThat(first.all(Offer.KIND)).hasSize(1);
    assertThat(second.all(Offer.KIND)).hasSize(2);
  }

  private static JourneyDefinition definition(String id, Step step) {
    return new JourneyDefinition(
        id,
        null,
        null,
        null,
        new EventRule("go", null),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(step));
  }

  /** A step that counts how often it is asked which events it listens for. */
  private record CountingStep(String id, AtomicInteger asked) implements Step {
    @Override
    public StepResult enter(StepContext visit) {
      throw new AssertionError("expected that no instance runs");
    }

    @Override
    public Stream<String> referencedEvents() {
      asked.incrementAndGet();
      return Stream.of("seen");
    }
  }

  @Test
  void shouldBuildItsIndexAtItsFirstUseAndNotForEachJourney() {
    // given
    AtomicInteger asked = new AtomicInteger();
    int journeys = 100;

    // when
    for (int i = 0; i < journeys; i++) {
      JourneyDefinition definition = definition("j" + i, new CountingStep("count", asked));
      registry =
          registry
              .with(new JourneyVersion(definition.id(), 1, "h", definition))
              .with(
                  new Journey(
                      definition.id(),
                      "J",
                      Origin.FILE,
                      State.ACTIVE,
                      null,
                      1,
                      Map.of(),
                      null,
                      true,
                      Instant.EPOCH));
    }

    // then each has been checked once
    assertThat(asked).hasValue(journeys);
    assertThat(registry.references("seen")).isTrue();
    assertThat(asked).hasValue(2 * journeys);
    Registry held = registry.with(new Hold("j1", true, 1, Instant.EPOCH));
    assertThat(held.triggeredBy("go")).hasSize(journeys);
    assertThat(held.version("j1", 1)).isPresent();
    assertThat(asked).hasValue(2 * journeys);
  }

  @Test
  void shouldBuildItsIndexOnceWhenManyThreadsNeedItAtOnce() {
    // given
    AtomicInteger asked = new AtomicInteger();
    JourneyDefinition definition = definition("j", new CountingStep("count", asked));
    Registry shared = registry.with(new JourneyVersion("j", 1, "h", definition));

    // when
    IntStream.range(0, 64).parallel().forEach(i -> shared.references("seen"));

    // then
    assertThat(asked).hasValue(2);
  }

  /** A step of another jar that is broken. */
  private record ThrowingStep(String id) implements Step {
    @Override
    public StepResult enter(StepContext visit) {
      throw new AssertionError("expected that no instance runs");
    }

    @Override
    public Stream<String> referencedEvents() {
      throw new IllegalStateException("broken");
    }
  }

  @Test
  void shouldRefuseAVersionThatWouldBreakTheIndexLater() {
    JourneyDefinition broken = definition("j", new ThrowingStep("x"));
    JourneyVersion version = new JourneyVersion("j", 1, "h", broken);

    assertThatThrownBy(() -> registry.with(version)).hasMessage("broken");
  }
}
