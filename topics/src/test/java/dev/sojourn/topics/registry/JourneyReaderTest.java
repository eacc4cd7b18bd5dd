package dev.sojourn.topics.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import dev.sojourn.journeys.definition.EntryLimit;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.step.StepCatalog;
import dev.sojourn.topics.json.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JourneyReaderTest {

  private static final String WHOLE =
      """
      {
        "id": "activation-welcome",
        "name": "Activation -- Welcome Series",
        "description": "Sends a welcome email series on signup",
        "enabled": false,
        "trigger": { "event": "user:created",
                     "where": [{ "type": "property", "property": "plan", "operator": "eq", "value": "pro" },
                               { "type": "composite", "operator": "not", "conditions": [
                                 { "type": "contact", "property": "team", "operator": "in", "value": ["a", 1, null] }]}] },
        "entryLimit": "once_per_period",
        "entryPeriod": "PT36H",
        "exitOn": [{ "event": "user:deleted" }],
        "suppress": { "hours": 12, "minutes": 30 },
        "category": "journey",
        "holdout": { "percent": 12.5 },
        "goal": { "event": "bought", "where": [{ "type": "property", "property": "cart", "operator": "eq", "valueFrom": "trigger.cart" }], "window": { "days": 14 } },
        "maxDuration": { "days": 30 },
        "priority": 3,
        "steps": [
          { "id": "start", "type": "send", "channel": "email", "template": "activation/welcome", "onFailure": "continue", "next": "post-welcome" },
          { "id": "post-welcome", "type": "sleep", "duration": { "days": 1 }, "next": "wait" },
          { "id": "wait", "type": "wait_for_event", "event": "paid", "where": [{ "type": "property", "property": "x", "operator": "eq", "valueFrom": "trigger.x" }],
            "timeout": "PT1H", "lookback": { "minutes": 5 }, "next": "mark", "timeoutNext": "fork" },
          { "id": "fork", "type": "split", "arms": [{ "name": "a", "weight": 70, "next": "activated" }, { "name": "b", "weight": 30, "next": "mark" }] },
          { "id": "activated", "type": "branch",
            "paths": [{ "when": [{ "type": "event", "eventName": "feature:used", "check": "count", "operator": "gte", "value": 2, "within": { "days": 7 } }], "next": "mark" }, { "when": [{ "type": "email_engagement", "templateKey": "activation/welcome", "check": "not_clicked" }], "next": "mark" }],
            "otherwise": "out" },
          { "id": "mark", "type": "checkpoint", "label": "half", "next": "set" },
          { "id": "set", "type": "update_contact", "set": { "b": null, "a": 1 }, "setOnce": {"c": 2}, "unset": ["d"], "next": "tell" },
          { "id": "tell", "type": "emit", "event": "told", "properties": { "z": 1, "y": [1, 2] }, "next": "until" },
          { "id": "until", "type": "sleep_until", "property": "contact.trial.end", "timeOfDay": "09:00", "weekdays": ["mon", "tue"], "zone": "Europe/Berlin", "before": { "days": 3 }, "missingNext": "out", "next": "fixed" },
          { "id": "fixed", "type": "sleep_until", "date": "2026-03-01", "after": "PT1H", "next": "call" },
          { "id": "call", "type": "webhook", "url": "https://crm.example.org/hook", "headers": { "X-Key": "k" }, "body": { "deal": { "stage": 2 } }, "onFailure": "continue", "next": "done" },
          { "id": "done", "type": "complete" },
          { "id": "out", "type": "exit", "reason": "enough" },
          { "id": "bad", "type": "fail", "message": "no" }
        ]
      }
      """;

  private final JourneyReader reader = new JourneyReader(new JsonFactory(), StepCatalog.standard());

  private JourneyDefinition read(String text) throws JourneySyntaxException {
    return reader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JourneyDefinition least(JourneyReader reader, String more) throws Exception {
    return reader.read(
        ("{\"id\":\"j\",\"trigger\":{\"event\":\"e\"},\"steps\":[{\"id\":\"d\",\"type\":\"complete\"}]"
                + more
                + "}")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldRoundTripEveryStepAndCondition() throws Exception {
    JourneyDefinition journey = read(WHOLE);

    assertThat(read(new String(Json.bytes(journey), StandardCharsets.UTF_8))).isEqualTo(journey);
    assertThat(journey.isEnabled()).isFalse();
    assertThat(journey.limit()).isEqualTo(EntryLimit.ONCE_PER_PERIOD);
    assertThat(journey.steps()).hasSize(14);
  }

  @Test
  void shouldShowDurationsAsTheyWereWrittenAndLeaveOutWhatIsAbsent() throws Exception {
    String json =
        new String(
            Json.bytes(least(reader, ",\"suppress\":{\"hours\":12}")), StandardCharsets.UTF_8);

    assertThat(json)
        .isEqualTo(
            "{\"id\":\"j\",\"name\":\"j\",\"enabled\":true,\"trigger\":{\"event\":\"e\"},\"entryLimit\":\"once\","
                + "\"suppress\":{\"hours\":12},\"steps\":[{\"type\":\"complete\",\"id\":\"d\"}]}");
  }

  @Test
  void shouldHashTheContentWhateverItsLayout() throws Exception {
    JourneyDefinition journey = read(WHOLE);
    String hash = ContentHash.of(journey);

    assertThat(hash).matches("[0-9a-f]{32}");
    assertThat(ContentHash.of(read(WHOLE.replaceAll("\\s+(?=[\"{}\\[\\]])", "")))).isEqualTo(hash);
    assertThat(
            ContentHash.of(
                read(
                    WHOLE
                        .replace("\"hours\": 12, \"minutes\": 30", "\"minutes\": 30, \"hours\": 12")
                        .replace("\"z\": 1, \"y\": [1, 2]", "\"y\": [1, 2], \"z\": 1"))))
        .isEqualTo(hash);
    assertThat(ContentHash.of(read(WHOLE.replace("enough", "other")))).isNotEqualTo(hash);
    assertThat(ContentHash.of("k", "s", null, null, "b"))
        .isNotEqualTo(ContentHash.of("k", "s", null, "b", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // what is there | what is written instead | path | message
        "\"label\": \"half\" | \"lable\": \"half\" | steps[5].lable | unknown key 'lable', expected one of [id, label, next]; did you mean 'label'?",
        "\"category\": \"journey\" | \"categry\": \"journey\" | categry | unknown key 'categry'",
        "\"type\": \"checkpoint\" | \"type\": \"chekpoint\" | steps[5] | unknown type 'chekpoint', expected one of [branch, checkpoint, complete, emit, exit, fail, send, sleep, sleep_until, split, update_contact, wait_for_event, webhook]; did you mean 'checkpoint'?",
        "\"type\": \"checkpoint\", | | steps[5] | missing key 'type'",
        "\"type\": \"property\", \"property\": \"plan\" | \"type\": \"proprty\", \"property\": \"plan\" | trigger.where[0] | unknown type 'proprty', expected one of [composite, contact, email_engagement, event, property]; did you mean 'property'?",
        ", \"next\": \"wait\" | | steps[1].next | missing key 'next'",
        "\"id\": \"activation-welcome\", | | id | missing key 'id'",
        "\"next\": \"wait\" | \"next\": null | steps[1].next | expected a value, found null",
        "\"id\": \"activation-welcome\" | \"id\": null | id | expected a value, found null",
        "[{ \"event\": \"user:deleted\" }] | [null] | exitOn[0] | expected a value, found null",
        "{ \"id\": \"done\", \"type\": \"complete\" } | null | steps[11] | expected a value, found null",
        "\"unset\": [\"d\"] | \"unset\": [null] | steps[6].unset[0] | expected a value, found null",
        "{ \"days\": 1 } | null | steps[1].duration | expected a value, found null",
        "{ \"days\": 1 } | { \"dys\": 1 } | steps[1].duration | unknown key 'dys' in a duration",
        "{ \"days\": 1 } | { \"days\": 1.5 } | steps[1].duration | expected a whole number for key 'days', found '1.5'",
        "{ \"days\": 1 } | 5 | steps[1].duration | expected a duration such as",
        "{ \"days\": 1 } | {} | steps[1].duration | expected at least one of",
        "\"PT36H\" | \"36 hours\" | entryPeriod | expected an ISO-8601 duration",
        "\"value\": 2 | \"value\": 2.5 | steps[4].paths[0].when[0].value | expected a whole number",
        "\"value\": 2 | \"value\": \"2\" | steps[4].paths[0].when[0].value | expected a whole number",
        "\"check\": \"count\" | \"check\": \"exist\" | steps[4].paths[0].when[0].check | expected one of [count, exists, not_exists], found 'exist'",
        "\"operator\": \"gte\" | \"operator\": \"ge\" | steps[4].paths[0].when[0].operator | found 'ge'",
        "\"operator\": \"not\" | \"operator\": \"nor\" | trigger.where[1].operator | expected one of [and, or, not]",
        "\"onFailure\": \"continue\" | \"onFailure\": \"go\" | steps[0].onFailure | expected one of [continue, fail], found 'go'",
        "\"once_per_period\" | \"twice\" | entryLimit | expected one of [once, once_per_period, unlimited], found 'twice'",
        "\"once_per_period\" | 1 | entryLimit | expected",
        "\"label\": \"half\" | \"label\": 5 | steps[5].label | expected a text",
        "\"label\": \"half\" | \"label\": true | steps[5].label | expected a text",
        "\"label\": \"half\" | \"label\": {} | steps[5].label | expected a text",
        "\"enabled\": false | \"enabled\": \"false\" | enabled | expected true or false",
        "\"enabled\": false | \"enabled\": 0 | enabled | expected true or false",
        "[{ \"event\": \"user:deleted\" }] | { \"event\": \"x\" } | exitOn | expected a list",
        "[{ \"event\": \"user:deleted\" }] | [\"user:deleted\"] | exitOn[0] | expected an object",
        "\"setOnce\": {\"c\": 2} | \"setOnce\": [] | steps[6].setOnce | expected an object",
        "\"enabled\": false | \"enabled\": false, \"enabled\": true | * | duplicate key 'enabled'",
        "\"label\": \"half\" | \"label\": \"half\", \"label\": \"whole\" | * | duplicate key 'label'",
        "{ \"percent\": 12.5 } | { \"percent\": \"12\" } | holdout.percent | expected a number",
        "{ \"percent\": 12.5 } | { \"percent\": null } | holdout.percent | expected a value, found null",
        "{ \"percent\": 12.5 } | {} | holdout.percent | missing key 'percent'",
        "{ \"percent\": 12.5 } | { \"percent\": 1, \"prcent\": 1 } | holdout.prcent | unknown key 'prcent', expected one of [percent]",
        "\"priority\": 3 | \"priority\": 3.5 | priority | expected a whole number",
        "\"priority\": 3 | \"priority\": 5000000000 | priority | out of range",
        "\"weight\": 70 | \"weight\": 70.5 | steps[3].arms[0].weight | expected a whole number",
        "\"weight\": 70 | \"weight\": null | steps[3].arms[0].weight | expected a value, found null",
        "\"name\": \"a\", \"weight\": 70 | \"name\": \"a\", \"nam\": \"a\", \"weight\": 70 | steps[3].arms[0].nam | unknown key 'nam', expected one of [name, next, weight]",
        "\"mon\", \"tue\" | \"mon\", \"tues\" | steps[8].weekdays[1] | expected one of [fri, mon, sat, sun, thu, tue, wed], found 'tues'",
        "\"timeOfDay\": \"09:00\" | \"timeOfDy\": \"09:00\" | steps[8].timeOfDy | unknown key 'timeOfDy'",
        "\"timeOfDay\": \"09:00\" | \"timeOfDay\": 900 | steps[8].timeOfDay | expected a text",
        "\"date\": \"2026-03-01\" | \"date\": 2026 | steps[9].date | expected a text",
        "\"window\": { \"days\": 14 } | \"within\": { \"days\": 14 } | goal.window | missing key 'window'",
        "\"event\": \"bought\" | \"event\": null | goal.event | expected a value, found null",
        "\"not_clicked\" | \"unclicked\" | steps[4].paths[1].when[0].check | expected one of [clicked, not_clicked, not_opened, opened], found 'unclicked'",
        "\"templateKey\" | \"template\" | steps[4].paths[1].when[0].templateKey | missing key 'templateKey'",
        "{ \"deal\": { \"stage\": 2 } } | [1] | steps[10].body | expected an object",
        "{ \"X-Key\": \"k\" } | { \"X-Key\": 5 } | steps[10].headers.X-Key | expected a text",
        "\"url\": \"https | \"uri\": \"https | steps[10].url | missing key 'url'",
        "\"activation-welcome\" | \"activation welcome\" | * | for key 'id', found 'activation welcome'",
        "\"enabled\": false, | \"enabled\": false; | * | Unexpected character",
      })
  void shouldSayWhatIsWrongAndWhere(
      String there, @Nullable String instead, String path, String message) {
    String text = WHOLE.replace(there, instead == null ? "" : instead);
    assertThat(text).isNotEqualTo(WHOLE);

    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            JourneySyntaxException.class,
            wrong -> {
              assertThat(wrong).hasMessageContaining(message);
              assertThat(wrong.getMessage()).doesNotContain("dev.sojourn", "java.", "jackson");
              if (!path.equals("*")) {
                assertThat(wrong.path()).isEqualTo(path);
              }
              if (!path.equals("id") && !message.contains("key 'id'")) {
                int line = (int) WHOLE.substring(0, WHOLE.indexOf(there)).lines().count();
                assertThat(wrong.line()).isEqualTo(line);
              }
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected a journey, found nothing",
        "null | expected a journey, found nothing",
        "[] | expected an object",
        "5 | expected an object",
        "{} | missing key 'id'",
        "{ | Unexpected end-of-input",
      })
  void shouldRefuseWhatIsNoJourney(String text, String message) {
    assertThatThrownBy(() -> read(text == null ? "" : text))
        .isInstanceOf(JourneySyntaxException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "x", "}", "{\"id\":\"j\"}"})
  void shouldRefuseTextAfterTheJourney(String trailing) {
    assertThatThrownBy(() -> read(WHOLE + trailing)).isInstanceOf(JourneySyntaxException.class);
  }

  @Test
  void shouldRefuseNoStepsAndEmptyText() {
    assertThatThrownBy(() -> read("{\"id\":\"j\",\"trigger\":{\"event\":\"e\"},\"steps\":[]}"))
        .hasMessageContaining("at least one step for key 'steps'");
  }

  @Test
  void shouldRefuseADepthBombWithoutFallingOver() {
    String nested = "[".repeat(50_000) + "]".repeat(50_000);
    assertThatThrownBy(() -> read(WHOLE.replace("[1, 2]", nested)))
        .isInstanceOf(JourneySyntaxException.class)
        .hasMessageContaining("nested too deeply");
    String not = "{\"type\":\"composite\",\"operator\":\"not\",\"conditions\":[";
    String conditions = not.repeat(5_000) + "]}".repeat(5_000);
    assertThatThrownBy(
            () ->
                read(
                    WHOLE.replace(
                        "[{ \"event\": \"user:deleted\" }]",
                        "[{\"event\":\"x\",\"where\":[" + conditions + "]}]")))
        .isInstanceOf(JourneySyntaxException.class)
        .hasMessageContaining("nested too deeply");
  }
}
