package dev.sojourn.topics.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookSignerTest {

  /** The example in the text of the standard. */
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private final WebhookSigner key = WebhookSigner.parse(SECRET);

  @Test
  void shouldSignAsTheStandardsExample() {
    assertThat(key.signature(ID, AT, BODY)).isEqualTo(SIGNATURE);
    assertThat(WebhookSigner.timestamp(AT)).isEqualTo("1614265330");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SIGNATURE,
        "v1,AAAA " + SIGNATURE,
        SIGNATURE + " v2,whatever",
        "v1a,x " + SIGNATURE + " nonsense",
      })
  void shouldVerifyWhenOneSignatureIsRight(String signatures) {
    assertThat(key.verifies(ID, "1614265330", signatures, BODY, AT)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "msg_other, 1614265330, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "msg_p5jXN8AQM9LWM0D4loKWxJek, 1614265331, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "msg_p5jXN8AQM9LWM0D4loKWxJek, soon, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "msg_p5jXN8AQM9LWM0D4loKWxJek, 1614265330, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1NE='",
        "msg_p5jXN8AQM9LWM0D4loKWxJek, 1614265330, 'v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "msg_p5jXN8AQM9LWM0D4loKWxJek, 1614265330, 'v1,not base64!'",
        "msg_p5jXN8AQM9LWM0D4loKWxJek, 1614265330, 'v1,'",
        "msg_p5jXN8AQM9LWM0D4loKWxJek, 1614265330, ''",
        "msg_p5jXN8AQM9LWM0D4loKWxJek, 1614265330, -",
        "msg_p5jXN8AQM9LWM0D4loKWxJek, -, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "-, 1614265330, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
      })
  void shouldNotVerifyWhatIsNotAsItWasSigned(
      @Nullable String id, @Nullable String timestamp, @Nullable String signatures) {
    assertThat(key.verifies(id, timestamp, signatures, BODY, AT)).isFalse();
  }

  @Test
  void shouldNotVerifyAnotherBodyNorAnotherKey() {
    byte[] other = "{\"test\": 2432232315}".getBytes(StandardCharsets.UTF_8);

    assertThat(key.verifies(ID, "1614265330", SIGNATURE, other, AT)).isFalse();
    assertThat(WebhookSigner.parse("plain").verifies(ID, "1614265330", SIGNATURE, BODY, AT))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-301, false", "-300, true", "300, true", "301, false"})
  void shouldVerifyWithinFiveMinutes(long seconds, boolean verified) {
    assertThat(key.verifies(ID, "1614265330", SIGNATURE, BODY, AT.plusSeconds(seconds)))
        .isEqualTo(verified);
  }

  @Test
  void shouldTakeAnyOtherTextAsItIs() {
    // given
    WebhookSigner plain = WebhookSigner.parse("no prefix, no base64");

    // when
    String signature = plain.signature(ID, AT, BODY);

    // then
    assertThat(plain.verifies(ID, "1614265330", signature, BODY, AT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "whsec_", "whsec_not base64"})
  void shouldRefuseWhatIsNoSecret(String secret) {
    assertThatThrownBy(() -> WebhookSigner.parse(secret))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
