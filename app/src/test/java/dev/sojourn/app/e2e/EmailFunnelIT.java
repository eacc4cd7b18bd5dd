package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.Setting;
import dev.sojourn.app.settings.SettingsReader.Option;
import dev.sojourn.topics.link.Links;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five hundred people get mails from a real mail server, open them, follow their links and leave by
 * them; the funnel counts what they did.
 */
@ExtendWith(OneSojourn.class)
@Timeout(180)
final class EmailFunnelIT {

  private static final String PUBLIC = "https://journeys.example.com";
  private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";

  private static final int EVERYBODY = 500;
  private static final int NOT_WANTING = 8;
  private static final int NAMELESS = 12;
  private static final int REACHED = EVERYBODY - NOT_WANTING - NAMELESS;
  private static final int OPENING = 320;
  private static final int CLICKING = 150;
  private static final int ACTIVATED = 340;
  private static final int LEAVING = 45;

  @Test
  void shouldCountWhatPeopleDidWithRealMails(EmbeddedBroker broker, @TempDir Path folder)
      throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try (LiveSojourn sojourn = LiveSojourn.start(installation(broker, folder, server))) {
      // given: people who do not want news, people of whom no name is known, and all the others
      sojourn.journey(
          """
          {"id": "activation-welcome", "trigger": {"event": "user:created"},
           "exitOn": [{"event": "account:closed"}],
           "steps": [
             {"id": "welcome", "type": "send", "channel": "email", "template": "e2e/welcome",
              "next": "wait"},
             {"id": "wait", "type": "wait_for_event", "event": "feature:used",
              "timeout": "P7D", "next": "done", "timeoutNext": "done"},
             {"id": "done", "type": "complete"}]}
          """);
      people(REACHED, EVERYBODY)
          .limit(NOT_WANTING)
          .forEach(
              person ->
                  sojourn
                      .put(
                          "/v1/admin/contacts/%s/preferences".formatted(person),
                          "{\"categories\": {\"welcome\": false}}")
                      .expect(200));
      people(0, EVERYBODY - NAMELESS)
          .forEach(person -> happens(sojourn, person, "user:created", "{\"name\": \"N\"}"));
      people(EVERYBODY - NAMELESS, EVERYBODY)
          .forEach(person -> happens(sojourn, person, "user:created", "{}"));
      eventually(() -> assertThat(server.getReceivedMessages()).hasSize(REACHED));

      // when
      List<MimeMessage> mails = List.of(server.getReceivedMessages());
      mails.stream()
          .limit(OPENING)
          .forEach(
              mail ->
                  assertThat(visit(sojourn, mail, Links.OPEN).header("Content-Type"))
                      .isEqualTo("image/gif"));
      mails.stream()
          .limit(CLICKING)
          .forEach(
              mail ->
                  assertThat(visit(sojourn, mail, Links.CLICK).header("Location"))
                      .isEqualTo("https://example.org/start"));
      people(0, ACTIVATED).forEach(person -> happens(sojourn, person, "feature:used", "{}"));
      people(ACTIVATED, ACTIVATED + LEAVING)
          .forEach(person -> happens(sojourn, person, "account:closed", "{}"));

      // then
      eventually(
          () ->
              assertThat(sojourn.get("/v1/admin/metrics/journeys/activation-welcome").expect(200))
                  .isEqualTo(
                      LiveSojourn.tree(
                          """
                          {"enrolled": 500, "emailSent": 480, "emailOpened": 320,
                           "emailClicked": 150, "completed": 340, "failed": 12, "exited": 45}
                          """)));

      // when
      MimeMessage last = mails.get(mails.size() - 1);
      String person = last.getHeader("To", null).replaceAll("@.*", "");
      assertThat(post(sojourn, way(last.getHeader("List-Unsubscribe", null), Links.UNSUBSCRIBE)))
          .isEqualTo(200);

      // then
      eventually(() -> assertThat(wants(sojourn, person)).isFalse());
    } finally {
      server.stop();
    }
  }

  private static Installation installation(EmbeddedBroker broker, Path folder, GreenMail server)
      throws Exception {
    Path templates = Files.createDirectories(folder.resolve("journeys/templates/e2e"));
    Files.writeString(
        templates.resolve("welcome.liquid"),
        """
        ---
        subject: Welcome, {{ user.id }}
        category: welcome
        ---
        <p>{{ event.properties.name }}, <a href="https://example.org/start">start here</a></p>
        """);
    Map<Setting<?>, String> settings =
        Map.of(
            DeliverySettings.EMAIL_PROVIDER,
            "smtp",
            DeliverySettings.SMTP_URL,
            "smtp://127.0.0.1:" + server.getSmtp().getPort(),
            DeliverySettings.EMAIL_FROM,
            "Us <us@example.com>",
            DeliverySettings.PUBLIC_URL,
            PUBLIC);
    return Installation.of(
        broker,
        folder,
        "funnel",
        settings.entrySet().stream()
            .map(setting -> new Option(setting.getKey(), setting.getValue(), "test"))
            .toList());
  }

  private static Stream<String> people(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> "person-" + number);
  }

  private static void happens(LiveSojourn sojourn, String person, String event, String properties) {
    sojourn
        .topic()
        .send(
            person,
            """
            {"event": "%s", "distinct_id": "%s", "email": "%s@example.com", "properties": %s}
            """
                .formatted(event, person, person, properties));
  }

  private static Reply visit(LiveSojourn sojourn, MimeMessage mail, String path) {
    return sojourn
        .http()
        .anonymous(
            "GET",
            way(html(mail), path),
            BodyPublishers.noBody(),
            request -> request.header("User-Agent", BROWSER));
  }

  /** As a mailbox's own button does. */
  private static int post(LiveSojourn sojourn, String path) {
    return sojourn
        .http()
        .anonymous(
            "POST",
            path,
            BodyPublishers.ofString("List-Unsubscribe=One-Click"),
            request -> request.header("Content-Type", "application/x-www-form-urlencoded"))
        .status();
  }

  private static boolean wants(LiveSojourn sojourn, String person) {
    JsonNode preferences =
        sojourn.get("/v1/admin/contacts/%s/preferences".formatted(person)).expect(200);
    return preferences.at("/preferences/categories/welcome").asBoolean(true);
  }

  private static String html(MimeMessage mail) {
    try {
      MimeMultipart parts = (MimeMultipart) mail.getContent();
      return parts.getBodyPart(1).getContent().toString();
    } catch (Exception e) {
      throw new AssertionError("expected a mail of two parts", e);
    }
  }

  /** The first link of a kind, as a path. */
  private static String way(String text, String path) {
    Matcher found =
        Pattern.compile(Pattern.quote(PUBLIC + path) + "[A-Za-z0-9_-]+")
            .matcher(text.replaceAll("\\s", ""));
    assertThat(found.find()).as(text).isTrue();
    return found.group().substring(PUBLIC.length());
  }
}
