package dev.sojourn.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.SettingsReader;
import dev.sojourn.delivery.provider.Channels;
import dev.sojourn.delivery.provider.LogProvider;
import dev.sojourn.delivery.provider.MessageWebhook;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.provider.ResendProvider;
import dev.sojourn.delivery.provider.SmtpProvider;
import dev.sojourn.topics.link.Links;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProvidersTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private DeliverySettings settings(Profile profile, Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("SOJOURN_KAFKA_BOOTSTRAP_SERVERS", "a:9092");
    environment.put("ADMIN_API_KEY", "key");
    return SettingsReader.read(profile, dir, environment, List.of()).delivery();
  }

  private Map<String, Provider> channels(Profile profile, Map<String, String> more)
      throws Exception {
    try (Providers providers =
        new Providers(settings(profile, more), profile == Profile.DEV, InstantSource.system())) {
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

  @Test
  void shouldLeadMailsBackToThePublicAddress() throws Exception {
    // given
    DeliverySettings settings =
        settings(
            Profile.SERVE,
            Map.of(
                "SOJOURN_PUBLIC_URL", "https://journeys.example.com/",
                "SOJOURN_LINK_SECRET", "0123456789abcdef"));

    // when
    Links links = Providers.links(settings);

    // then
    assertThat(links).isNotNull();
    assertThat(links.base()).isEqualTo(URI.create("https://journeys.example.com"));
    assertThat(Providers.links(settings(Profile.SERVE, Map.of()))).isNull();
  }
}
