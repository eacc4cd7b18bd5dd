package dev.sojourn.processor.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.result.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A condition type that another jar provides: one class and its service line. */
class AddedConditionTest {

  private static final String COURSE =
      """
      {'id':'course','trigger':{'event':'course:started'},'entryLimit':'once',
       'steps':[
        {'id':'learn','type':'sleep','duration':'PT72H','next':'check'},
        {'id':'check','type':'branch','otherwise':'ended','paths':[
         {'when':[{'type':'active_days','eventName':'lesson:done','daysFrom':'goal'}],
          'next':'praised'}]},
        {'id':'praised','type':'complete'},
        {'id':'ended','type':'complete'}]}
      """;

  private static final String DAILY =
      """
      {'id':'daily','trigger':{'event':'app:opened','where':[
        {'type':'composite','operator':'not','conditions':[
         {'type':'active_days','eventName':'lesson:done','daysFrom':'goal'}]}]},
       'entryLimit':'once','steps':[{'id':'done','type':'complete'}]}
      """;

  private final EngineHarness engine = new EngineHarness();

  @AfterEach
  void stop() {
    engine.close();
  }

  private void startCourse(String userId, int goal) {
    engine.when(userId, "course:started", "{'goal':%d,'level':'b1'}".formatted(goal));
  }

  private void learnFor(String userId, int days) {
    for (int day = 0; day < days; day++) {
      engine.after(Duration.ofHours(23));
      engine.when(userId, "lesson:done");
    }
  }

  @Test
  void shouldDecideByAnAddedConditionInABranch() {
    // given
    engine.givenJourney(COURSE);
    startCourse("ada", 3);
    startCourse("bob", 4);

    // when
    for (int day = 0; day < 3; day++) {
      engine.when("ada", "lesson:done");
      engine.when("bob", "lesson:done");
      engine.after(Duration.ofHours(24));
    }

    // then
    assertThat(engine.log("ada", "course")).contains("branched check->praised");
    assertThat(engine.log("bob", "course")).contains("branched check->ended");
  }

  @Test
  void shouldRefuseAnEntryByAnAddedConditionInsideAComposite() {
    // given
    engine.givenJourney(DAILY);
    learnFor("ada", 2);

    // when
    engine.when("ada", "app:opened", "{'goal':2}");
    engine.when("bob", "app:opened", "{'goal':2}");

    // then
    assertThat(engine.refusals("ada", "daily")).containsExactly("trigger_conditions_not_met");
    assertThat(engine.states("bob", "daily")).hasSize(1);
  }

  @Test
  void shouldExplainWhatAnAddedConditionSaw() {
    // given
    engine.givenJourney(DAILY);
    learnFor("ada", 2);

    // when
    var explained =
        engine.ask(
            new Query.Explain("daily", "ada", "app:opened", Map.of("goal", 2), engine.now()));

    // then
    assertThat(explained.reason()).isEqualTo("trigger_conditions_not_met");
    assertThat(new String(Json.bytes(explained), StandardCharsets.UTF_8))
        .contains(
            "{\"type\":\"active_days\",\"eventName\":\"lesson:done\",\"daysFrom\":\"goal\"}",
            "\"days\":2");
  }

  @Test
  void shouldRoundTripAnAddedCondition() {
    JourneyDefinition journey = EngineHarness.journey(COURSE);

    assertThat(Json.read(Json.bytes(journey), JourneyDefinition.class)).isEqualTo(journey);
  }

  @Test
  void shouldRefuseToPublishTheProblemsOfAnAddedCondition() {
    // given
    JourneyDefinition journey = EngineHarness.journey(DAILY.replace("lesson:done", " "));

    // when
    Result result = engine.command(new Command.PublishJourney(journey, ContentHash.of(journey)));

    // then
    assertThat(result.rejection())
        .extracting(rejection -> rejection.code(), rejection -> rejection.detail("path"))
        .containsExactly("journey_invalid", "trigger.where");
    assertThat(result.rejection().detail("problem"))
        .startsWith("expected an event's name for key 'eventName'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'active_days' | 'activ_days' | unknown type 'activ_days', expected one of [active_days, composite, contact, email_engagement, event, property]; did you mean 'active_days'?",
        "'daysFrom':'goal' | 'dayFrom':'goal','daysFrom':'goal' | unknown key 'dayFrom', expected one of [daysFrom, eventName]; did you mean 'daysFrom'?",
      },
      quoteCharacter = '"')
  void shouldSuggestTheWordsOfAnAddedCondition(String there, String instead, String message) {
    assertThatThrownBy(() -> EngineHarness.journey(COURSE.replace(there, instead)))
        .rootCause()
        .hasMessageContaining(message);
  }
}
