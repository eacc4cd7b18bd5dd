package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.TestJourneys.instant;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Journeys come from files, change, and leave those alone who are on their way. */
@ExtendWith(OneSojourn.class)
final class VersionIT {

  private final LiveSojourn sojourn;

  VersionIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private static String version(String lastStep) {
    return """
        {"id": "edited", "trigger": {"event": "edited"}, "steps": [
          {"id": "hear", "type": "wait_for_event", "event": "edited:go", "timeout": "PT1H", "next": "%s"},
          {"id": "%s", "type": "complete"}]}
        """
        .formatted(lastStep, lastStep);
  }

  @Test
  void shouldKeepPersonsOnTheVersionThatTheyEntered() {
    // given
    sojourn.journey(version("old-end"));
    sojourn.whenEvent("edited-old", "edited");
    sojourn.journey(version("new-end"));
    sojourn.whenEvent("edited-new", "edited");

    // when
    sojourn.whenEvent("edited-old", "edited:go");
    sojourn.whenEvent("edited-new", "edited:go");

    // then
    assertThat(lastMovementOf("edited-old")).isEqualTo("completed hear>old-end");
    assertThat(lastMovementOf("edited-new")).isEqualTo("completed hear>new-end");
  }

  private String lastMovementOf(String userId) {
    var movements = sojourn.movements(sojourn.state("edited", userId).get("id").asText());
    return movements.get(movements.size() - 1);
  }

  @Test
  void shouldNotAskThoseAgainWhoEnteredAnOlderVersionOnce() {
    // given
    sojourn.journey(instant("edited-once", "edited-once", "\"name\": \"old\","));
    sojourn.whenEvent("edited-once-1", "edited-once");
    sojourn.journey(instant("edited-once", "edited-once", "\"name\": \"new\","));

    // when
    sojourn.whenEvent("edited-once-1", "edited-once");

    // then
    assertThat(sojourn.verdict("edited-once", "edited-once-1")).isEqualTo("already_entered_once");
    assertThat(
            sojourn.get("/v1/admin/journeys/edited-once").expect(200).at("/journey/name").asText())
        .isEqualTo("new");
  }

  @Test
  void shouldKeepTheSwitchWhenANewVersionComes() {
    // given
    sojourn.journey(instant("edited-off", "edited-off", "\"name\": \"old\","));
    sojourn.toggle("edited-off", false);

    // when
    sojourn.journey(instant("edited-off", "edited-off", "\"name\": \"new\", \"enabled\": true,"));
    sojourn.whenEvent("edited-off-1", "edited-off");

    // then
    assertThat(sojourn.verdict("edited-off", "edited-off-1")).isEqualTo("journey_disabled");
  }

  @Test
  void shouldPublishWhatIsPutIntoTheFolder() throws IOException {
    // given
    Path file = sojourn.journeysFolder().resolve("from-folder.yaml");

    // when
    Files.writeString(
        file,
        """
        id: from-folder
        name: From a folder
        trigger: {event: "folder:event"}
        steps:
          - {id: mail, type: send, channel: email, template: e2e/first, next: done}
          - {id: done, type: complete}
        """);

    // then
    LiveSojourn.eventually(
        () -> assertThat(sojourn.get("/v1/admin/journeys/from-folder").status()).isEqualTo(200));
    sojourn.whenEvent("folder-1", "folder:event");
    sojourn.awaitState("from-folder", "folder-1", "completed");
    assertThat(sojourn.mails("folder-1")).containsExactly("e2e/first");
  }
}
