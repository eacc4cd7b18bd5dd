package dev.sojourn.app.settings;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.app.settings.DeliverySettings.EmailProvider;
import dev.sojourn.delivery.provider.EmailAddress;
import dev.sojourn.delivery.smtp.SmtpAddress;
import dev.sojourn.journeys.step.RetryPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DeliverySettingsTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void givenWhatServeNeedsAnyway() {
    environment.put("SOJOURN_KAFKA_BOOTSTRAP_SERVERS", "a:9092");
    environment.put("ADMIN_API_KEY", "key");
  }

  private Settings read(Profile profile) throws SettingsException {
    return SettingsReader.read(profile, dir, environment, List.of());
  }

  /** The settings of delivery that have a value. */
  private static Map<Setting<?>, Object> given(Settings settings) {
    Map<Setting<?>, Object> given = new HashMap<>();
    for (Setting<?> setting : DeliverySettings.LIST.settings()) {
      settings.find(setting).ifPresent(value -> given.put(setting, value));
    }
    return given;
  }

  @ParameterizedTest
  @EnumSource(names = {"DEV", "SERVE"})
  void shouldSendNothingAnywhereWhenNothingIsSaid(Profile profile) throws Exception {
    // then
    assertThat(given(read(profile)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                DeliverySettings.EMAIL_PROVIDER,
                EmailProvider.log,
                DeliverySettings.RESEND_BASE_URL,
                URI.create("https://api.resend.com"),
                DeliverySettings.WEBHOOK_PRIVATE,
                true,
                DeliverySettings.DELIVERY_RETRY,
                new RetryPolicy(8, Duration.ofSeconds(5)),
                DeliverySettings.EMAIL_RATE,
                0,
                DeliverySettings.SMS_RATE,
                0,
                DeliverySettings.PUSH_RATE,
                0,
                DeliverySettings.WEBHOOK_RATE,
                0));
  }

  @ParameterizedTest
  @EnumSource(names = {"DEV", "SERVE"})
  void shouldTakeWhatIsSaid(Profile profile) throws Exception {
    // given
    environment.put("SOJOURN_EMAIL_PROVIDER", "smtp");
    environment.put("SOJOURN_EMAIL_FROM", "Ann <ann@example.com>");
    environment.put("SOJOURN_SMTP_URL", "smtp://me%40x:p%3Aw+1@mail.example.com");
    environment.put("SOJOURN_RESEND_API_KEY", "re_1");
    environment.put("SOJOURN_RESEND_BASE_URL", "http://localhost:99/api/");
    environment.put("SOJOURN_SMS_WEBHOOK_URL", "https://sms.example.com/send?a=b");
    environment.put("SOJOURN_PUSH_WEBHOOK_URL", "https://push.example.com/send");
    environment.put("SOJOURN_WEBHOOK_SECRET", "whsec_c2VjcmV0");
    environment.put("SOJOURN_RESEND_WEBHOOK_SECRET", "whsec_cmVzZW5k");
    environment.put("SOJOURN_WEBHOOK_PRIVATE", "false");
    environment.put("SOJOURN_DELIVERY_RETRY", "3, PT0.5S");
    environment.put("SOJOURN_EMAIL_RATE", "10");
    environment.put("SOJOURN_SMS_RATE", "1");
    environment.put("SOJOURN_PUSH_RATE", "100000");
    environment.put("SOJOURN_WEBHOOK_RATE", "7");
    environment.put("SOJOURN_PUBLIC_URL", "https://journeys.example.com/");
    environment.put("SOJOURN_LINK_SECRET", "0123456789abcdef");

    // then
    assertThat(given(read(profile)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                entry(DeliverySettings.EMAIL_PROVIDER, EmailProvider.smtp),
                entry(DeliverySettings.EMAIL_FROM, new EmailAddress("Ann <ann@example.com>")),
                entry(
                    DeliverySettings.SMTP_URL,
                    new SmtpAddress(
                        SmtpAddress.Security.STARTTLS, "mail.example.com", 587, "me@x", "p:w+1")),
                entry(DeliverySettings.RESEND_API_KEY, new Secret("re_1")),
                entry(DeliverySettings.RESEND_BASE_URL, URI.create("http://localhost:99/api")),
                entry(
                    DeliverySettings.SMS_WEBHOOK_URL,
                    URI.create("https://sms.example.com/send?a=b")),
                entry(
                    DeliverySettings.PUSH_WEBHOOK_URL, URI.create("https://push.example.com/send")),
                entry(DeliverySettings.WEBHOOK_SECRET, new Secret("whsec_c2VjcmV0")),
                entry(DeliverySettings.WEBHOOK_PRIVATE, false),
                entry(DeliverySettings.DELIVERY_RETRY, new RetryPolicy(3, Duration.ofMillis(500))),
                entry(DeliverySettings.EMAIL_RATE, 10),
                entry(DeliverySettings.SMS_RATE, 1),
                entry(DeliverySettings.PUSH_RATE, 100_000),
                entry(DeliverySettings.WEBHOOK_RATE, 7),
                entry(DeliverySettings.PUBLIC_URL, URI.create("https://journeys.example.com")),
                entry(DeliverySettings.LINK_SECRET, new Secret("0123456789abcdef")),
                entry(DeliverySettings.RESEND_WEBHOOK_SECRET, new Secret("whsec_cmVzZW5k"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SOJOURN_EMAIL_PROVIDER=smtp                      | SOJOURN_SMTP_URL       | email.provider=smtp",
        "SOJOURN_EMAIL_PROVIDER=smtp                      | SOJOURN_EMAIL_FROM     | email.provider=smtp",
        "SOJOURN_EMAIL_PROVIDER=resend                    | SOJOURN_RESEND_API_KEY | email.provider=resend",
        "SOJOURN_EMAIL_PROVIDER=resend                    | SOJOURN_EMAIL_FROM     | email.provider=resend",
        "SOJOURN_SMS_WEBHOOK_URL=https://sms.example.com  | SOJOURN_WEBHOOK_SECRET | sms.webhook.url",
        "SOJOURN_PUSH_WEBHOOK_URL=https://sms.example.com | SOJOURN_WEBHOOK_SECRET | push.webhook.url",
      })
  void shouldStopAndNameWhatIsMissing(String given, String missing, String because) {
    // given
    environment.put(given.split("=", 2)[0], given.split("=", 2)[1]);
    String property = SettingCatalog.STANDARD.ofVariable(missing).orElseThrow().property();
    String message =
        "expected a value for key '%s' (%s), found none, and '%s' needs it"
            .formatted(property, missing, because);

    // then
    assertThatThrownBy(() -> read(Profile.DEV)).hasMessageContaining(message);
    assertThatThrownBy(() -> read(Profile.SERVE)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SOJOURN_EMAIL_PROVIDER  | sendgrid                 | log, smtp or resend",
        "SOJOURN_EMAIL_FROM      | ann                      | an address such as 'Ann <ann@example.com>'",
        "SOJOURN_EMAIL_FROM      | a@example.com, b@x.com   | an address such as 'Ann <ann@example.com>'",
        "SOJOURN_RESEND_BASE_URL | api.resend.com           | an http or https URL",
        "SOJOURN_WEBHOOK_PRIVATE | yes                      | true or false",
        "SOJOURN_DELIVERY_RETRY  | 8                        | attempts of 1 to 20 and a first delay of at most PT30M, such as 8,PT5S",
        "SOJOURN_DELIVERY_RETRY  | 0,PT5S                   | attempts of 1 to 20 and a first delay of at most PT30M, such as 8,PT5S",
        "SOJOURN_DELIVERY_RETRY  | 21,PT5S                  | attempts of 1 to 20 and a first delay of at most PT30M, such as 8,PT5S",
        "SOJOURN_DELIVERY_RETRY  | 8,PT0S                   | attempts of 1 to 20 and a first delay of at most PT30M, such as 8,PT5S",
        "SOJOURN_DELIVERY_RETRY  | 8,5h                     | attempts of 1 to 20 and a first delay of at most PT30M, such as 8,PT5S",
        "SOJOURN_EMAIL_RATE      | -1                       | 0 to 100000",
        "SOJOURN_PUBLIC_URL      | example.com              | an http or https URL without a query",
        "SOJOURN_PUBLIC_URL      | https://example.com/?a=b | an http or https URL without a query",
      })
  void shouldNameKeyValueAndExpectationWhenAValueIsWrong(
      String variable, String value, String expected) {
    // given
    environment.put(variable, value);
    String property = SettingCatalog.STANDARD.ofVariable(variable).orElseThrow().property();

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessageContaining(
            "expected %s for key '%s', found '%s' (%s)"
                .formatted(expected, property, value, variable));
  }

  @ParameterizedTest
  @CsvSource({
    "SOJOURN_SMTP_URL, http://hush",
    "SOJOURN_SMTP_URL, smtp://hush@host",
    "SOJOURN_SMTP_URL, smtp://a:hush@",
    "SOJOURN_SMTP_URL, smtp://a:hush@host?x=y",
    "SOJOURN_SMTP_URL, smtp://a:hush@host:99999",
    "SOJOURN_SMS_WEBHOOK_URL, hush",
    "SOJOURN_PUSH_WEBHOOK_URL, ftp://hush",
    "SOJOURN_WEBHOOK_SECRET, whsec_hush!",
    "SOJOURN_LINK_SECRET, hush",
    "SOJOURN_RESEND_API_KEY, two hush",
  })
  void shouldNotShowASecretWhenItIsWrong(String variable, String value) {
    // given
    environment.put(variable, value);
    String property = SettingCatalog.STANDARD.ofVariable(variable).orElseThrow().property();

    // then
    assertThatThrownBy(() -> read(Profile.DEV))
        .hasMessageContaining("for key '%s', found something else (%s)", property, variable)
        .message()
        .doesNotContain("hush");
  }

  @Test
  void shouldShowNoSecretWhenPrinted() throws Exception {
    // given
    environment.put("SOJOURN_SMTP_URL", "smtps://hush:hush-1@mail.example.com");
    environment.put("SOJOURN_RESEND_API_KEY", "hush-2");
    environment.put("SOJOURN_WEBHOOK_SECRET", "hush-3");
    environment.put("SOJOURN_LINK_SECRET", "hush-4-0123456789");
    environment.put("SOJOURN_SMS_WEBHOOK_URL", "https://sms.example.com/hush-5");

    // then
    assertThat(read(Profile.DEV).toString()).doesNotContain("hush").contains("mail.example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smtp://mail.example.com                      | OPPORTUNISTIC | 587",
        "smtp://mail.example.com:25/                  | OPPORTUNISTIC | 25",
        "smtp://mail.example.com?starttls=required    | STARTTLS      | 587",
        "smtp://a:b@mail.example.com                  | STARTTLS      | 587",
        "smtp://a:b@mail.example.com?starttls=optional| OPPORTUNISTIC | 587",
        "smtp://a:b@localhost:2525                    | OPPORTUNISTIC | 2525",
        "smtps://a:b@mail.example.com                 | TLS           | 465",
      })
  void shouldNotSendAPasswordInTheOpen(String url, SmtpAddress.Security security, int port)
      throws Exception {
    // given
    environment.put("SOJOURN_SMTP_URL", url);

    // when
    SmtpAddress smtp = read(Profile.DEV).find(DeliverySettings.SMTP_URL).orElseThrow();

    // then
    assertThat(smtp.security()).isEqualTo(security);
    assertThat(smtp.port()).isEqualTo(port);
  }
}
