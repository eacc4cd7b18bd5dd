package dev.sojourn.processor.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Position;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.DecisionView;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.processor.query.QueryResult.StateView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists read page by page, each from the position where the last one ended. */
class PagesTest {

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenJourney(
        """
        {'id':'hello','trigger':{'event':'hi','where':[
           {'type':'property','property':'ok','operator':'eq','value':true}]},
         'entryLimit':'unlimited',
         'steps':[{'id':'which','type':'branch','otherwise':'nap','paths':[{'when':[
            {'type':'property','property':'fast','operator':'eq','value':true}],'next':'done'}]},
           {'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
           {'id':'done','type':'complete'}]}
        """);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  /** Several persons at each moment, and some of them more than once. */
  private void givenMomentsOfManyEvents() {
    for (int moment = 0; moment < 4; moment++) {
      for (int i = 0; i < 12; i++) {
        boolean fast = i % 2 == 0;
        // A sleeping person cannot enter again.
        String user = fast ? "user-" + i % 5 : "sleeper-%d-%d".formatted(moment, i);
        engine.when(user, "hi", "{'ok':true,'fast':%s}".formatted(fast));
        if (i % 4 == 0) {
          engine.when(user, "hi", "{}");
        }
      }
      engine.whileDown(Duration.ofMillis(moment));
    }
  }

  /** The rows of all pages, each of which begins after the last row of the one before. */
  private static <T> List<T> paged(
      int limit,
      BiFunction<@Nullable Position, Integer, List<T>> page,
      Function<T, Position> position) {
    List<T> seen = new ArrayList<>();
    List<T> rows = page.apply(null, limit);
    while (!rows.isEmpty()) {
      assertThat(rows).hasSizeLessThanOrEqualTo(limit);
      seen.addAll(rows);
      rows = page.apply(position.apply(rows.get(rows.size() - 1)), limit);
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 13, 100})
  void shouldShowEachInstanceOnceHoweverManyEnteredAtOneMoment(int limit) {
    // given
    givenMomentsOfManyEvents();

    // when
    List<StateView> all =
        paged(
            limit,
            (after, most) -> engine.ask(new Query.States("hello", null, after, most)).states(),
            StateView::position);
    List<StateView> waiting =
        paged(
            limit,
            (after, most) -> engine.ask(new Query.States("hello", "waiting", after, most)).states(),
            StateView::position);

    // then
    assertThat(all).hasSize(48).doesNotHaveDuplicates();
    assertThat(all).isSortedAccordingTo(Comparator.comparing(StateView::position));
    assertThat(waiting)
        .isEqualTo(all.stream().filter(state -> state.status().equals("waiting")).toList())
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 13, 100})
  void shouldShowEachDecisionOnceHoweverManyWereMadeAtOneMoment(int limit) {
    // given
    givenMomentsOfManyEvents();

    // when
    List<DecisionView> all =
        paged(
            limit,
            (after, most) ->
                engine.ask(new Query.Decisions("hello", null, null, after, most)).decisions(),
            DecisionView::position);
    List<DecisionView> mine =
        paged(
            limit,
            (after, most) ->
                engine.ask(new Query.Decisions("hello", "user-1", null, after, most)).decisions(),
            DecisionView::position);

    // then
    assertThat(all).hasSize(60).doesNotHaveDuplicates();
    assertThat(all).isSortedAccordingTo(Comparator.comparing(DecisionView::position));
    assertThat(mine)
        .isEqualTo(all.stream().filter(decision -> decision.userId().equals("user-1")).toList())
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 13, 100})
  void shouldShowEachEventOfAPersonOnce(int limit) {
    // given
    givenMomentsOfManyEvents();

    // when
    List<EventRow> mine =
        paged(
            limit,
            (after, most) ->
                engine
                    .ask(new Query.EventsOfPerson("user-0", "hi", null, null, after, most))
                    .events(),
            EventRow::position);

    // then
    assertThat(mine).hasSize(12).doesNotHaveDuplicates();
    assertThat(mine).isSortedAccordingTo(Comparator.comparing(EventRow::position));
  }
}
