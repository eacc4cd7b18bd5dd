package dev.sojourn.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person wants, with the real engine. */
@ExtendWith(OneSojourn.class)
final class PreferencesIT {

  private final LiveSojourn sojourn;

  PreferencesIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private void same(String userId, String change, String email) {
    String path = "/v1/admin/contacts/" + userId + "/preferences";

    Reply put = sojourn.http().put(path, change);

    assertThat(put.expect(200)).isEqualTo(sojourn.get(path).expect(200));
    assertThat(put.expect(200).at("/preferences/email").asText("none")).isEqualTo(email);
  }

  @Test
  void shouldShowTheContactsAddressUntilThereIsOneOfItsOwn() {
    // given
    sojourn
        .http()
        .put("/v1/admin/contacts/wishes-1", "{\"email\": \"contact@example.com\"}")
        .expect(200);

    // then
    same("wishes-1", "{\"suppressed\": true}", "contact@example.com");
    same("wishes-1", "{\"email\": \"own@example.com\"}", "own@example.com");
    same("wishes-1", "{\"categories\": {\"news\": false}}", "own@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"bounceCount\": 2}", "{\"unsubscribedAll\": false}"})
  void shouldShowNoAddressOfSomebodyWhoHasNone(String change) {
    same("wishes-2", change, "none");
  }
}
