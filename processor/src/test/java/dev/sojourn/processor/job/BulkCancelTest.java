package dev.sojourn.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.processor.registry.RegistryRejection;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.job.JobProgress;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkCancelTest {

  private static final String NAP =
      """
      {'id':'nap','trigger':{'event':'go'},'entryLimit':'unlimited',
       'steps':[{'id':'nap','type':'sleep','duration':'%s','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenJourney(NAP.formatted("PT1H"));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private void enter(int first, int count) {
    for (int i = first; i < first + count; i++) {
      engine.when("person-" + i, "go");
    }
  }

  private static CancelJob job(
      String id,
      @Nullable Status status,
      @Nullable Integer version,
      @Nullable Instant enteredBefore,
      int quota) {
    return new CancelJob(
        id, "nap", status, version, enteredBefore, quota, Map.of(0, quota), "operator");
  }

  private JobProgress run(CancelJob job) {
    Result result = engine.command(new Command.CancelStates(job));
    assertThat(result.rejection()).isNull();
    engine.after(Duration.ZERO);
    JobProgress progress = engine.ask(new Query.Job(job.id())).progress();
    assertThat(progress).isNotNull();
    return progress;
  }

  private List<StateView> states(String status) {
    return engine.ask(new Query.States("nap", status, null, 10_000)).states();
  }

  @Test
  void shouldCancelAllAndSayHowMany() {
    // given
    enter(0, 500);
    engine.journal();

    // when
    JobProgress progress = run(job("job", null, null, null, 10_000));

    // then
    assertThat(engine.decided())
        .hasSize(500)
        .allMatch(record -> record.get("source").asText().equals("job"));
    assertThat(progress.cancelled()).isEqualTo(500);
    assertThat(progress.endedAt()).isNotNull();
    assertThat(states("exited")).hasSize(500);
    assertThat(engine.counts().get("nap").exited()).isEqualTo(500);
    assertThat(engine.log("person-7", "nap"))
        .containsExactly("entered null->nap", "cancelled nap->null");
  }

  @Test
  void shouldCancelTheNewestAndNoMoreThanItMay() {
    // given
    enter(0, 5);
    engine.after(Duration.ofMinutes(1));
    enter(5, 5);

    // when
    JobProgress progress = run(job("job", null, null, null, 3));

    // then
    assertThat(progress.cancelled()).isEqualTo(3);
    assertThat(states("waiting")).hasSize(7);
    assertThat(states("exited"))
        .extracting(StateView::userId)
        .isSubsetOf("person-5", "person-6", "person-7", "person-8", "person-9");
  }

  @Test
  void shouldLeaveAloneWhoeverEntersAfterItWasAskedFor() {
    // given
    enter(0, 1);
    run(job("job", null, null, null, 10));
    engine.after(Duration.ofMinutes(1));

    // when
    enter(1, 1);
    JobProgress again = run(job("job", null, null, null, 10));

    // then
    assertThat(again.cancelled()).isEqualTo(1);
    assertThat(states("waiting")).extracting(StateView::userId).containsExactly("person-1");
  }

  @Test
  void shouldCancelOnlyWhatMatches() {
    // given
    enter(0, 1);
    engine.after(Duration.ofMinutes(1));
    Instant between = engine.now();
    enter(1, 1);
    engine.givenJourney(NAP.formatted("PT2H"));
    enter(2, 1);

    // when
    JobProgress active = run(job("active", Status.ACTIVE, null, null, 10));
    JobProgress second = run(job("second", null, 2, null, 10));
    JobProgress early = run(job("early", Status.WAITING, 1, between, 10));

    // then
    assertThat(active.cancelled()).isZero();
    assertThat(second.cancelled()).isEqualTo(1);
    assertThat(early.cancelled()).isEqualTo(1);
    assertThat(states("waiting")).extracting(StateView::userId).containsExactly("person-1");
  }

  @Test
  void shouldCountWhatThereIsToCancel() {
    // given
    enter(0, 3);

    // when
    var all = engine.ask(new Query.LiveMatching("nap", null, null, null, 10));
    var two = engine.ask(new Query.LiveMatching("nap", null, null, null, 2));
    var none = engine.ask(new Query.LiveMatching("nap", Status.ACTIVE, null, null, 10));
    var before = engine.ask(new Query.LiveMatching("nap", null, 1, engine.now(), 10));

    // then
    assertThat(List.of(all.count(), two.count(), none.count(), before.count()))
        .containsExactly(3, 2, 0, 0);
  }

  @Test
  void shouldRefuseAJourneyThatIsNotThere() {
    // given
    CancelJob job = new CancelJob("job", "none", null, null, null, 1, Map.of(0, 1), "operator");

    // when
    Result result = engine.command(new Command.CancelStates(job));

    // then
    assertThat(result.rejection()).isEqualTo(Rejection.of(RegistryRejection.JOURNEY_NOT_FOUND));
  }

  @Test
  void shouldNotDoAgainWhatWasDoneSoLongAgoThatNobodyRemembers() {
    // given
    enter(0, 1);
    Instant longAgo = engine.now().minus(JobStore.RETENTION).minusMillis(1);

    // when
    engine.published(new RegistryEntry.OfJob(job("old", null, null, null, 10), longAgo));
    engine.published(new RegistryEntry.OfJob(job("new", null, null, null, 10), engine.now()));
    engine.after(Duration.ZERO);

    // then
    assertThat(engine.ask(new Query.Job("old")).progress()).isNull();
    assertThat(engine.ask(new Query.Job("new")).progress()).isNotNull();
  }
}
