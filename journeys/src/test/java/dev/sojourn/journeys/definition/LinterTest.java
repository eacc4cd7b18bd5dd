package dev.sojourn.journeys.definition;

import static dev.sojourn.journeys.dsl.Conditions.email;
import static dev.sojourn.journeys.dsl.Conditions.event;
import static dev.sojourn.journeys.dsl.Conditions.not;
import static dev.sojourn.journeys.dsl.Conditions.property;
import static dev.sojourn.journeys.dsl.Journeys.branch;
import static dev.sojourn.journeys.dsl.Journeys.checkpoint;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.emit;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.sleepUntil;
import static dev.sojourn.journeys.dsl.Journeys.split;
import static dev.sojourn.journeys.dsl.Journeys.step;
import static dev.sojourn.journeys.dsl.Journeys.updateContact;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static dev.sojourn.journeys.dsl.Journeys.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.condition.Operator;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.dsl.Journeys.Draft;
import dev.sojourn.journeys.step.SendStep;
import dev.sojourn.journeys.step.SleepUntilStep.Weekday;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinterTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Draft DONE = complete("done");

  private static Journeys.Builder trip() {
    return journey("trip").on("go");
  }

  static Stream<Arguments> flawed() {
    return Stream.of(
        refused(
            trip().steps(checkpoint("a", "x").then("nowhere")),
            "steps[0]",
            "'nowhere', which does not exist"),
        refused(trip().steps(complete("a"), complete("b")), "steps[1]", "can never be reached"),
        refused(
            trip().steps(checkpoint("a", "x"), checkpoint("b", "x").then("a")),
            "steps",
            "cycle through step 'a' with no wait"),
        refused(
            trip().steps(send("a", "hi").then("a")),
            "steps",
            "cycle through step 'a' with no wait"),
        refused(
            trip()
                .steps(
                    checkpoint("in", "x"),
                    branch("b").when("b2", property("p").exists()).otherwise("done"),
                    checkpoint("b2", "x").then("b"),
                    DONE),
            "steps",
            "with no wait"),
        refused(
            trip()
                .steps(
                    waitFor("w", "paid", DAY).lookback(DAY).then("mail").onTimeout("done"),
                    send("mail", "hi").then("w"),
                    DONE),
            "steps",
            "with no wait"),
        refused(
            trip().steps(checkpoint("a", "x"), checkpoint("a", "y"), DONE),
            "steps[1].id",
            "there twice"),
        refused(trip().steps(checkpoint(" ", "x"), DONE), "steps[0].id", "blank"),
        refused(journey("trip").on(" ").steps(DONE), "trigger.event", "blank"),
        refused(trip().exitOn("").steps(DONE), "exitOn[0].event", "blank"),
        refused(
            trip().exitOn("paid").steps(waitFor("w", "paid", DAY), DONE),
            "steps[0].event",
            "also in exitOn"),
        refused(trip().steps(branch("b").otherwise("done"), DONE), "steps[0]", "at least one path"),
        refused(
            trip().steps(branch("b").when("done").otherwise("done"), DONE),
            "steps[0]",
            "a condition in 'when'"),
        refused(trip().steps(sleep("z", Duration.ZERO), DONE), "steps[0]", "longer than zero"),
        refused(
            trip().steps(waitFor("w", "e", Duration.ZERO), DONE),
            "steps[0]",
            "'timeout' longer than zero"),
        refused(trip().steps(waitFor("w", "", DAY), DONE), "steps[0]", "blank"),
        refused(trip().steps(emit("e", "", Map.of()), DONE), "steps[0]", "blank"),
        refused(trip().steps(updateContact("u", Map.of()), DONE), "steps[0]", "found nothing"),
        refused(
            trip().steps(step(new SendStep("s", "pigeon", "hi", null, null, "done")), DONE),
            "steps[0]",
            "for key 'channel', found 'pigeon'"),
        refused(
            trip().steps(step(new SendStep("s", "in_app", "hi", null, null, "done")), DONE),
            "steps[0]",
            "expected one of [email, sms, push] for key 'channel', found 'in_app'"),
        refused(
            trip().steps(step(new SendStep("s", "email", "hi", null, 21, "done")), DONE),
            "steps[0]",
            "expected 1 to 20 for key 'attempts', found 21"),
        refused(
            trip().steps(webhook("w", "https://x.org").attempts(0), DONE),
            "steps[0]",
            "expected 1 to 20 for key 'attempts', found 0"),
        refused(trip().oncePer(Duration.ZERO).steps(DONE), "entryPeriod", "longer than zero"),
        refused(trip().steps(sleepUntil("u"), DONE), "steps[0]", "at least one of 'date'"),
        refused(
            trip().steps(sleepUntil("u").date("2026-03-01").contact("day"), DONE),
            "steps[0]",
            "either 'date' or 'property'"),
        refused(
            trip().steps(sleepUntil("u").date("tomorrow"), DONE),
            "steps[0]",
            "for key 'date', found 'tomorrow'"),
        refused(
            trip().steps(sleepUntil("u").date("+12026-03-01"), DONE), "steps[0]", "for key 'date'"),
        refused(
            trip().steps(sleepUntil("u").contact(""), DONE),
            "steps[0]",
            "for key 'property', found 'contact.'"),
        refused(
            trip().steps(sleepUntil("u").at("9:00"), DONE),
            "steps[0]",
            "for key 'timeOfDay', found '9:00'"),
        refused(
            trip().steps(sleepUntil("u").at("09:00:00.5"), DONE), "steps[0]", "key 'timeOfDay'"),
        refused(trip().steps(sleepUntil("u").at("24:00"), DONE), "steps[0]", "for key 'timeOfDay'"),
        refused(trip().steps(sleepUntil("u").on(), DONE), "steps[0]", "for key 'weekdays'"),
        refused(
            trip().steps(sleepUntil("u").at("09:00").zone("+02:00"), DONE),
            "steps[0]",
            "for key 'zone', found '+02:00'"),
        refused(
            trip().steps(sleepUntil("u").at("09:00").before(DAY), DONE),
            "steps[0]",
            "'before' moves a date"),
        refused(
            trip().steps(sleepUntil("u").contact("day").before(DAY).after(DAY), DONE),
            "steps[0]",
            "either 'before' or 'after'"),
        refused(
            trip().steps(sleepUntil("u").date("2026-03-01").whenMissing("done"), DONE),
            "steps[0]",
            "'missingNext' is for a 'property'"),
        refused(
            trip().steps(sleepUntil("u").contact("day").then("u")),
            "steps",
            "cycle through step 'u' with no wait"),
        refused(
            trip()
                .steps(
                    sleepUntil("u").contact("day").at("09:00").then("mail").whenMissing("done"),
                    send("mail", "hi").then("u"),
                    DONE),
            "steps",
            "with no wait"),
        refused(trip().goal(" ", DAY).steps(DONE), "goal.event", "blank"),
        refused(trip().goal("paid", Duration.ZERO).steps(DONE), "goal.window", "longer than zero"),
        refused(trip().goal("paid", DAY, property("").exists()).steps(DONE), "goal.where", "blank"),
        refused(
            trip().steps(branch("b").when("done", email(" ").opened()).otherwise("done"), DONE),
            "steps[0]",
            "key 'templateKey'"),
        refused(
            trip().steps(webhook("w", "ftp://x.y"), DONE),
            "steps[0]",
            "for key 'url', found 'ftp://x.y'"),
        refused(trip().steps(webhook("w", "https:///path"), DONE), "steps[0]", "for key 'url'"),
        refused(trip().steps(webhook("w", "x.y/path"), DONE), "steps[0]", "for key 'url'"),
        refused(trip().steps(webhook("w", "http://x y"), DONE), "steps[0]", "for key 'url'"),
        refused(trip().steps(webhook("w", "http://x:70000"), DONE), "steps[0]", "for key 'url'"),
        refused(
            trip().steps(webhook("w", "http://x").header("Host", "y"), DONE),
            "steps[0]",
            "the header 'Host'"),
        refused(
            trip().steps(webhook("w", "http://x").header("A B", "y"), DONE),
            "steps[0]",
            "found 'A B'"),
        refused(
            trip().steps(webhook("w", "http://x").header("A", "y\r\nB: z"), DONE),
            "steps[0]",
            "one line of plain text for 'A'"),
        refused(
            trip().steps(webhook("w", "http://x").then("w")), "steps", "cycle through step 'w'"),
        refused(trip().holdOut(0).steps(DONE), "holdout.percent", "more than 0"),
        refused(trip().holdOut(100.01).steps(DONE), "holdout.percent", "found 100.01"),
        refused(trip().steps(split("s"), DONE), "steps[0]", "at least one arm for key 'arms'"),
        refused(trip().steps(split("s").arm(" ", 1, "done"), DONE), "steps[0]", "key 'name'"),
        refused(
            trip().steps(split("s").arm("a", 1, "done").arm("a", 1, "done"), DONE),
            "steps[0]",
            "arm 'a' is there twice"),
        refused(
            trip().steps(split("s").arm("a", 2, "done").arm("b", -1, "done"), DONE),
            "steps[0]",
            "a 'weight' of zero or more for arm 'b', found -1"),
        refused(trip().steps(split("s").arm("a", 0, "done"), DONE), "steps[0]", "more than zero"),
        refused(
            trip().steps(split("s").arm("a", 1, "done").arm("b", 1, "s"), DONE),
            "steps",
            "cycle through step 's' with no wait"),
        refused(trip().atMost(Duration.ZERO).steps(DONE), "maxDuration", "longer than zero"),
        refused(
            trip().oncePer(DAY).unlimited().steps(DONE), "entryPeriod", "'once_per_period' alone"),
        refused(
            journey("trip").on("go", property("").exists()).steps(DONE), "trigger.where", "blank"),
        refused(
            journey("trip").on("go", property("p").compare(Operator.GT, null, null)).steps(DONE),
            "trigger.where",
            "expected a 'value' for operator 'gt'"),
        refused(
            journey("trip")
                .on("go", property("p").compare(Operator.EQ, 1, "trigger.q"))
                .steps(DONE),
            "trigger.where",
            "found both"),
        refused(
            journey("trip")
                .on("go", property("p").compare(Operator.EQ, null, "contact.q"))
                .steps(DONE),
            "trigger.where",
            "'trigger.<property>'"),
        refused(
            trip().exitOn("x", property("p").is(Operator.IN, "text")).steps(DONE),
            "exitOn[0].where",
            "expected a list"),
        refused(trip().exitOn("x", not()).steps(DONE), "exitOn[0].where", "inside 'not'"),
        refused(trip().exitOn("x", event("").exists()).steps(DONE), "exitOn[0].where", "blank"),
        refused(
            trip().exitOn("x", event("e").within(Duration.ZERO).exists()).steps(DONE),
            "exitOn[0].where",
            "'within'"),
        refused(
            trip()
                .steps(
                    branch("b")
                        .when("done", event("e").count(Operator.CONTAINS, 1))
                        .otherwise("done"),
                    DONE),
            "steps[0]",
            "found 'contains'"));
  }

  private static Arguments refused(JourneyDefinition journey, String path, String message) {
    return Arguments.of(journey, path, message);
  }

  @ParameterizedTest
  @MethodSource("flawed")
  void shouldRefuseWhatNoJourneyShouldBe(JourneyDefinition journey, String path, String message) {
    List<Linter.Finding> findings = Linter.lint(journey, key -> true);

    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.refused()).isTrue();
              assertThat(finding.path()).isEqualTo(path);
              assertThat(finding.message()).contains(message);
            });
  }

  @Test
  void shouldWarnOfAnUnknownTemplateAlone() {
    JourneyDefinition journey = trip().steps(send("a", "known"), send("b", "unknown"), DONE);

    assertThat(Linter.lint(journey, "known"::equals))
        .containsExactly(
            new Linter.Finding("steps[1].template", "template 'unknown' is not known yet", false));
  }

  @Test
  void shouldWarnOfAConditionOnAnUnknownTemplate() {
    JourneyDefinition journey =
        trip()
            .exitOn("bye", email("gone").opened(), email("known").opened())
            .steps(branch("b").when("done", not(email("lost").clicked())).otherwise("done"), DONE);

    assertThat(Linter.lint(journey, "known"::equals))
        .containsExactly(
            new Linter.Finding(
                "exitOn[0].where", "asks about template 'gone', which is not known yet", false),
            new Linter.Finding(
                "steps[0]", "asks about template 'lost', which is not known yet", false));
  }

  @Test
  void shouldFindNothingWrongWithASoundJourney() {
    JourneyDefinition journey =
        trip()
            .oncePer(DAY)
            .exitOn("bye")
            .steps(
                send("a", "hi"),
                waitFor("w", "paid", DAY).lookback(DAY).then("done").onTimeout("again"),
                sleepUntil("monday").on(Weekday.mon).then("a"),
                branch("again").when("monday", property("p").eq("x")).otherwise("done"),
                DONE);

    assertThat(Linter.lint(journey, key -> true)).isEmpty();
  }

  @Test
  void shouldLintALongJourneyAndRefuseOneThatIsTooLong() {
    assertThat(Linter.lint(line(1_000), key -> true)).isEmpty();

    assertThat(Linter.lint(line(1_001), key -> true))
        .extracting(Linter.Finding::message)
        .containsExactly("expected at most 1000 steps, found 1001");
  }

  private static JourneyDefinition line(int length) {
    List<Draft> steps = new ArrayList<>();
    for (int i = 1; i < length; i++) {
      steps.add(checkpoint("step" + i, "x"));
    }
    steps.add(DONE);
    return trip().steps(steps.toArray(Draft[]::new));
  }
}
