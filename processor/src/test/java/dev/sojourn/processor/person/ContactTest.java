package dev.sojourn.processor.person;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.TimelineView;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is stored about a person, and their timeline. */
class ContactTest {

  private static final String MAIL =
      """
      {'id':'mail','entryLimit':'once','trigger':{'event':'user:created'},
       'steps':[{'id':'send','type':'send','channel':'email','template':'welcome','next':'nap'},
                {'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("welcome");
    engine.givenJourney(MAIL);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private Result change(Map<String, Object> set, List<String> unset) {
    return engine.command(new Command.ChangeContact("ada", set, unset));
  }

  private QueryResult.Contact contact(String userId) {
    return engine.ask(new Query.ContactOf(userId));
  }

  private List<TimelineView> timeline(String type) {
    return engine.ask(new Query.TimelineOf("ada", type, null, 100)).entries();
  }

  private static String told(TimelineView view) {
    Map<String, Object> data = view.data();
    return switch (view.type()) {
      case "event" -> "event " + data.get("event");
      case "decision" -> "decision " + data.get("outcome") + " " + data.get("reason");
      default -> view.type() + " " + data.get("action");
    };
  }

  private void arrive() {
    engine.raw(
        engine.now(),
        "{'event':'user:created','distinct_id':'ada','email':'a@b.c','properties':{'plan':'pro'}}");
  }

  @Test
  void shouldMergeWhatIsGivenAndRemoveWhatIsNull() {
    // given
    change(Map.of("email", "a@b.c", "plan", "pro", "old", 1), List.of());

    // when
    Result answer = change(Map.of("plan", "free", "new", Map.of("deep", true)), List.of("old"));

    // then
    Map<String, Object> properties = Map.of("plan", "free", "new", Map.of("deep", true));
    assertThat(answer.answer(Answer.ContactChanged.class))
        .isEqualTo(new Answer.ContactChanged("ada", "a@b.c", properties));
    assertThat(contact("ada"))
        .isEqualTo(new QueryResult.Contact(true, false, "ada", "a@b.c", properties));
    assertThat(engine.decided())
        .extracting(record -> record.at("/stimulus/command"))
        .extracting(JsonNode::asText)
        .containsExactly("contact", "contact");
  }

  @Test
  void shouldRefuseAContactThatWouldBecomeTooLarge() {
    // given
    change(Map.of("a", "x".repeat(40_000)), List.of());

    // when
    Result answer = change(Map.of("b", "x".repeat(40_000)), List.of());

    // then
    assertThat(answer.rejection())
        .isEqualTo(
            Rejection.of(DecisionRejection.CONTACT_TOO_LARGE, Map.of("limit", Limits.CONTACT)));
    assertThat(contact("ada").properties()).containsOnlyKeys("a");
  }

  @Test
  void shouldKnowAPersonByAContactAHeadOrAnEvent() {
    // given
    engine.when("by-event", "page:viewed");
    engine.when("by-head", "user:created");
    change(Map.of("a", 1), List.of());

    // when, then
    assertThat(contact("by-event").known()).isTrue();
    assertThat(contact("by-head").known()).isTrue();
    assertThat(contact("ada").known()).isTrue();
    assertThat(contact("nobody").known()).isFalse();
  }

  @Test
  void shouldTellWhatHappenedWithTheNewestFirst() {
    // given
    arrive();
    engine.after(Duration.ofSeconds(1));
    engine.delivered();
    engine.after(Duration.ofHours(1));
    arrive();

    // when
    List<TimelineView> all = timeline(null);

    // then
    assertThat(all)
        .extracting(ContactTest::told)
        .containsExactly(
            "decision rejected already_entered_once",
            "event user:created",
            "transition completed",
            "send email_sent",
            "transition entered",
            "decision entered null",
            "event user:created");
    assertThat(all.get(1).data()).containsEntry("properties", Map.of("plan", "pro"));
    assertThat(all.get(1).offset()).isEqualTo(1);
    assertThat(all.get(3).data())
        .containsEntry("journeyId", "mail")
        .containsEntry("fromNodeId", "send")
        .containsEntry("toNodeId", "nap");
    assertThat(all.get(5).data().get("stateId")).isEqualTo(engine.onlyState("ada", "mail").id());
  }

  @Test
  void shouldFilterByTypeWithAnExactTotal() {
    // given
    arrive();
    engine.delivered();
    engine.after(Duration.ofHours(1));
    engine.when("bob", "user:created");

    // when, then
    assertThat(timeline("send")).extracting(ContactTest::told).containsExactly("send email_sent");
    assertThat(timeline("transition"))
        .extracting(ContactTest::told)
        .containsExactly("transition completed", "transition entered");
    assertThat(timeline("decision")).hasSize(1);
    assertThat(timeline("event")).hasSize(1);
    QueryResult.Timeline page = engine.ask(new Query.TimelineOf("ada", null, null, 2));
    assertThat(page.entries()).hasSize(2);
    assertThat(page.total()).isEqualTo(5);
    assertThat(engine.ask(new Query.TimelineOf("nobody", null, null, 2)).total()).isZero();
  }
}
