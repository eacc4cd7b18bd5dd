package dev.sojourn.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.SettingsReader;
import dev.sojourn.delivery.http.MessageWebhook;
import dev.sojourn.delivery.http.ResendProvider;
import dev.sojourn.delivery.provider.Channels;
import dev.sojourn.delivery.provider.LogProvider;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.smtp.SmtpProvider;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class ProvidersTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private NodeSettings settings(Profile profile, Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("SOJOURN_KAFKA_BOOTSTRAP_SERVERS", "a:9092");
    environment.put("ADMIN_API_KEY", "key");
    return new NodeSettings(
        profile, SettingsReader.read(profile, dir, environment, List.of()), "node");
  }

  private Map<String, Provider> channels(Profile profile, Map<String, String> more)
      throws Exception {
    NodeSettings node = settings(profile, more);
    try (Providers providers = new Providers(node, new EmailLinks(node), InstantSource.system())) {
      return ((Channels) providers.outlets().messages()).byChannel();
    }
  }

  @Test
  void shouldKeepAllMessagesForTheDeveloperWhenNothingIsSaid() throws Exception {
    assertThat(channels(Profile.DEV, Map.of()))
        .isEqualTo(
            Map.of(
                "email", new LogProvider(true),
                "sms", new LogProvider(true),
                "push", new LogProvider(true)));
  }

  @Test
  void shouldNotPretendToSendTextsOnAServer() throws Exception {
    assertThat(channels(Profile.SERVE, Map.of()))
        .isEqualTo(Map.of("email", new LogProvider(false)));
  }

  @Test
  void shouldHaveTheProvidersThatWereNamed() throws Exception {
    // given
    Map<String, String> smtp =
        Map.of(
            "SOJOURN_EMAIL_PROVIDER", "smtp",
            "SOJOURN_SMTP_URL", "smtp://mail.example.com",
            "SOJOURN_EMAIL_FROM", "us@example.com",
            "SOJOURN_SMS_WEBHOOK_URL", "https://sms.example.com",
            "SOJOURN_PUSH_WEBHOOK_URL", "https://push.example.com",
            "SOJOURN_WEBHOOK_SECRET", "secret");
    Map<String, String> resend =
        Map.of(
            "SOJOURN_EMAIL_PROVIDER", "resend",
            "SOJOURN_RESEND_API_KEY", "re_1",
            "SOJOURN_EMAIL_FROM", "us@example.com");

    // then
    for (Profile profile : List.of(Profile.DEV, Profile.SERVE)) {
      assertThat(channels(profile, smtp))
          .hasEntrySatisfying("email", one -> assertThat(one).isInstanceOf(SmtpProvider.class))
          .hasEntrySatisfying("sms", one -> assertThat(one).isInstanceOf(MessageWebhook.class))
          .hasEntrySatisfying("push", one -> assertThat(one).isInstanceOf(MessageWebhook.class));
      assertThat(channels(profile, resend).get("email")).isInstanceOf(ResendProvider.class);
    }
  }

  private List<String> warnings(Profile profile, Map<String, String> more) throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(EmailLinks.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      channels(profile, more);
    } finally {
      logger.detachAppender(lines);
    }
    return lines.list.stream()
        .filter(line -> line.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void shouldWarnOnAServerWhenLinksDependOnTheAdminKey() throws Exception {
    // given
    Map<String, String> open = Map.of("SOJOURN_PUBLIC_URL", "https://journeys.example.com");

    // then
    assertThat(warnings(Profile.SERVE, open))
        .containsExactly(
            "SOJOURN_LINK_SECRET is not set: links in emails are signed with a key derived from the admin"
                + " key, and stop working when it changes");
    assertThat(warnings(Profile.DEV, open)).isEmpty();
  }

  @Test
  void shouldWarnOnAServerWhenRealMailsHaveNoWayOut() throws Exception {
    // given
    Map<String, String> real =
        Map.of(
            "SOJOURN_EMAIL_PROVIDER", "resend",
            "SOJOURN_RESEND_API_KEY", "re_1",
            "SOJOURN_EMAIL_FROM", "us@example.com");
    Map<String, String> open = new HashMap<>(real);
    open.put("SOJOURN_PUBLIC_URL", "https://journeys.example.com");
    open.put("SOJOURN_LINK_SECRET", "0123456789abcdef");

    // then
    assertThat(warnings(Profile.SERVE, real))
        .containsExactly("Mails have no unsubscribe link: SOJOURN_PUBLIC_URL is not set");
    assertThat(warnings(Profile.SERVE, open)).isEmpty();
    assertThat(warnings(Profile.SERVE, Map.of())).isEmpty();
    assertThat(warnings(Profile.DEV, real)).isEmpty();
  }
}
