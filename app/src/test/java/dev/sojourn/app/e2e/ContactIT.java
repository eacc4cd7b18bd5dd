package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One person: what is known of them and what happened to them. */
@ExtendWith(OneSojourn.class)
final class ContactIT {

  private final LiveSojourn sojourn;

  ContactIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @Test
  void shouldChangeAContactAndShowItAtOnce() {
    // given
    String path = "/v1/admin/contacts/contact-1";
    assertThat(sojourn.get(path).refused(404)).isEqualTo("Contact not found");

    // when
    sojourn
        .put(path, "{\"email\": \"c@example.com\", \"properties\": {\"a\": 1, \"b\": {\"c\": []}}}")
        .expect(200);
    JsonNode changed =
        sojourn.put(path, "{\"properties\": {\"a\": null, \"d\": true}}").expect(200);

    // then
    assertThat(changed)
        .isEqualTo(
            tree(
                """
                {"contact": {"userId": "contact-1", "email": "c@example.com",
                  "properties": {"b": {"c": []}, "d": true}}}
                """));
    assertThat(sojourn.get(path).expect(200)).isEqualTo(changed);
    assertThat(sojourn.put(path, "{\"plan\": 1}").refused(400)).contains("'plan'");
    String large = "{\"properties\": {\"x\": \"%s\"}}".formatted("x".repeat(65 * 1024));
    assertThat(sojourn.put(path, large).refused(413)).contains("65536");
  }

  @Test
  void shouldTellTheStoryOfAPersonNewestFirst() {
    // given
    sojourn.journey(threeSteps("story", "story", "PT0.2S", "\"entryLimit\": \"once\","));
    sojourn.whenEvent("contact-2", "story", Map.of("plan", "pro"));
    sojourn.awaitState("story", "contact-2", "completed");
    sojourn.whenEvent("contact-2", "story");

    // when
    JsonNode all = sojourn.get("/v1/admin/contacts/contact-2/timeline").expect(200);
    List<JsonNode> sends =
        list(sojourn.get("/v1/admin/contacts/contact-2/timeline?type=send"), "timeline");

    // then
    assertThat(all.get("timeline").findValuesAsText("type"))
        .containsExactly(
            "decision", "event", "transition", "send", "transition", "decision", "event");
    assertThat(all.get("timeline").findValuesAsText("timestamp"))
        .isSortedAccordingTo((left, right) -> right.compareTo(left));
    assertThat(all.get("total").asInt()).isEqualTo(7);
    assertThat(all.at("/timeline/6/data/properties/plan").asText()).isEqualTo("pro");
    assertThat(all.at("/timeline/6/data/source").asText()).isNotEmpty();
    assertThat(all.at("/timeline/0/data/reason").asText()).isEqualTo("already_entered_once");
    assertThat(sends).hasSize(1);
    assertThat(sends.get(0).at("/data/action").asText()).isEqualTo("email_sent");
    JsonNode nobody = sojourn.get("/v1/admin/contacts/contact-3/timeline").expect(200);
    assertThat(nobody.get("total").asInt()).isZero();
  }
}
