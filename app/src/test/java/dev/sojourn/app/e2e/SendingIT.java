package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static dev.sojourn.app.e2e.LiveSojourn.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.app.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What protects people comes from a file and holds for every partition, until a file lifts it. */
@ExtendWith(OneSojourn.class)
final class SendingIT {

  private static final String JOURNEY =
      """
      {"id": "news", "trigger": {"event": "news"}, "entryLimit": "unlimited", "steps": [
        {"id": "mail", "type": "send", "channel": "email", "template": "e2e/news", "next": "done"},
        {"id": "done", "type": "complete"}]}
      """;

  private static final List<String> PERSONS = List.of("ann", "ben", "cleo", "dan", "eve", "fred");

  private static void enter(LiveSojourn sojourn, int times) {
    for (String person : PERSONS) {
      sojourn.whenEvent(person, "news");
      eventually(() -> assertThat(sojourn.states("news", person)).hasSize(times));
      sojourn.awaitState("news", person, "completed");
    }
  }

  private static void thenMails(LiveSojourn sojourn, int each) {
    assertThat(PERSONS)
        .allSatisfy(person -> assertThat(sojourn.mails(person)).as(person).hasSize(each));
  }

  @Test
  void shouldHoldWhatTheFileSaysUntilAFileLiftsIt(EmbeddedBroker broker, @TempDir Path folder)
      throws Exception {
    Installation installation = Installation.open(broker, folder, "sending");
    Path file = folder.resolve("journeys/sending.yaml");
    Files.writeString(file, "caps:\n- {category: news, most: 1, window: {days: 7}}\n");
    try (LiveSojourn sojourn = LiveSojourn.start(installation)) {
      // given
      sojourn.journey(JOURNEY);
      enter(sojourn, 1);

      // when
      enter(sojourn, 2);

      // then
      thenMails(sojourn, 1);
      String newest = sojourn.states("news", "ann").get(0).get("id").asText();
      assertThat(sojourn.movements(newest)).contains("send_skipped mail>done");

      // when the file has gone and the node starts anew
      Files.delete(file);
      sojourn.stopNode();
      sojourn.startNode();
      enter(sojourn, 3);

      // then
      thenMails(sojourn, 1);

      // when
      Files.writeString(file, "caps: []\n");
      eventually(
          () ->
              assertThat(list(sojourn.get("/v1/admin/audit-logs?action=sending.publish"), "logs"))
                  .hasSize(2));
      // That row is of one partition. What is published after it is applied everywhere after it.
      sojourn.template("e2e/afterwards", "Later");
      enter(sojourn, 4);

      // then
      thenMails(sojourn, 2);
    }
  }

  @Test
  void shouldSuppressSomebodyOfWhomNothingIsKnownWhenAMailComesBack(LiveSojourn sojourn) {
    // when
    sojourn.whenEvent("sent-back", "email.bounced", Map.of("bounceType", "permanent"));

    // then
    var preferences = sojourn.get("/v1/admin/contacts/sent-back/preferences").expect(200);
    assertThat(preferences.at("/preferences/suppressed").asBoolean()).isTrue();
    assertThat(preferences.at("/preferences/bounceCount").asInt()).isEqualTo(1);
  }
}
