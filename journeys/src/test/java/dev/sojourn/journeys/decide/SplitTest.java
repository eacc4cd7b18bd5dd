package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.exit;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {

  private final JourneyHarness harness = new JourneyHarness();

  private void givenArms(Function<Journeys.Parting, Journeys.Parting> arms) {
    harness.givenJourney(
        journey("trip")
            .on("go")
            .unlimited()
            .steps(
                arms.apply(split("fork")),
                exit("left", "left"),
                exit("right", "right"),
                complete("straight")));
  }

  private Object armOf(String userId) {
    harness.when(event("go").of(userId));
    List<Instance> all = harness.instances(userId, "trip");
    return all.get(all.size() - 1).log().get(1).detail();
  }

  /** Out of 100, the draws of these people are 38, 9, 68, 83, 17 and 70. */
  @ParameterizedTest
  @CsvSource({"ada,b", "bob,a", "eve,c", "Zoë,c", "kim,b", "lou,d"})
  void shouldTakeTheArmThatTheLotFallsInto(String userId, String arm) {
    givenArms(
        fork ->
            fork.arm("a", 17, "left")
                .arm("b", 22, "right")
                .arm("none", 0, "left")
                .arm("c", 31, "straight")
                .arm("d", 1, "left")
                .arm("c2", 29, "straight"));

    Object taken = armOf(userId);

    assertThat(taken).isEqualTo(Map.of("arm", userId.equals("Zoë") ? "c2" : arm));
  }

  @Test
  void shouldGoOnAtOnceAndTellTheArm() {
    givenArms(fork -> fork.arm("all", 1, "straight").arm("none", 0, "left").arm("no", 0, "right"));

    harness.when(event("go"));

    harness.thenStands("trip", Status.COMPLETED, "fork");
    harness.thenLog(
        "trip",
        entry(null, "fork", "entered", null),
        entry("fork", "straight", "split", Map.of("arm", "all")),
        entry("fork", "straight", "completed", null));
  }

  @Test
  void shouldPartPeopleByWeightAndAPersonAlwaysTheSameWay() {
    givenArms(fork -> fork.arm("a", 1, "left").arm("b", 3, "right").arm("c", 6, "straight"));

    Map<Object, Long> taken =
        IntStream.range(0, 2_000)
            .mapToObj(i -> armOf("user-" + i))
            .collect(Collectors.groupingBy(arm -> arm, Collectors.counting()));

    assertThat(taken.get(Map.of("arm", "a"))).isBetween(150L, 250L);
    assertThat(taken.get(Map.of("arm", "b"))).isBetween(520L, 680L);
    assertThat(taken.get(Map.of("arm", "c"))).isBetween(1_100L, 1_300L);
    for (int i = 0; i < 100; i++) {
      assertThat(armOf("user-" + i))
          .isEqualTo(harness.instances("user-" + i, "trip").get(0).log().get(1).detail());
    }
  }

  @Test
  void shouldPartByLargeWeights() {
    givenArms(
        fork ->
            fork.arm("a", Integer.MAX_VALUE, "left")
                .arm("b", Integer.MAX_VALUE, "right")
                .arm("c", 1, "straight"));

    assertThat(armOf("ada")).isIn(Map.of("arm", "a"), Map.of("arm", "b"));
  }
}
