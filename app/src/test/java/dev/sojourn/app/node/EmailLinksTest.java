package dev.sojourn.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.app.settings.ApiSettings;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.app.settings.SettingsReader;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.link.LinkToken;
import dev.sojourn.topics.link.Links;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmailLinksTest {

  private static final Map<String, String> PUBLIC =
      Map.of("SOJOURN_PUBLIC_URL", "https://journeys.example.com/");

  private static final LinkToken.Open TOKEN =
      new LinkToken.Open("ada", new SendId(InstanceId.of(1, 1, 7), "mail", 1));

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private EmailLinks links(Profile profile, Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("SOJOURN_KAFKA_BOOTSTRAP_SERVERS", "a:9092");
    environment.put("ADMIN_API_KEY", "key");
    Settings settings = SettingsReader.read(profile, dir, environment, List.of());
    return new EmailLinks(
        new NodeSettings(profile, settings.with(ApiSettings.HTTP_PORT, 4711), "node"));
  }

  @Test
  void shouldLeadBackToThePublicAddress() throws Exception {
    for (Profile profile : Profile.values()) {
      assertThat(links(profile, PUBLIC).links())
          .extracting(Links::base)
          .isEqualTo(URI.create("https://journeys.example.com"));
    }
  }

  @Test
  void shouldLeadBackToTheDevelopersMachineWhenNoAddressIsSet() throws Exception {
    assertThat(links(Profile.DEV, Map.of()).links())
        .extracting(Links::base)
        .isEqualTo(URI.create("http://127.0.0.1:4711"));
    assertThat(links(Profile.DEV, Map.of()).exist()).isTrue();
  }

  @Test
  void shouldNotLeadBackToAServerWhenNoAddressIsSet() throws Exception {
    assertThat(links(Profile.SERVE, Map.of()).links()).isNull();
    assertThat(links(Profile.SERVE, Map.of()).exist()).isFalse();
  }

  @Test
  void shouldSignWithTheSecretThatIsSet() throws Exception {
    // given
    Map<String, String> own = Map.of("SOJOURN_LINK_SECRET", "0123456789abcdef");

    // when
    String signed = links(Profile.SERVE, own).key().sign(TOKEN);

    // then
    assertThat(LinkSigner.of("0123456789abcdef").verify(signed)).contains(TOKEN);
  }

  /** To make it takes long, and a node asks for it more than once. */
  @Test
  void shouldMakeItsKeyOnce() throws Exception {
    EmailLinks links = links(Profile.SERVE, PUBLIC);

    assertThat(links.key()).isSameAs(links.key());
  }

  @Test
  void shouldSignAlikeOnAllNodesWhenThereIsNoSecret() throws Exception {
    // when
    String signed = links(Profile.SERVE, PUBLIC).key().sign(TOKEN);

    // then
    assertThat(links(Profile.SERVE, Map.of()).key().verify(signed)).contains(TOKEN);
    assertThat(LinkSigner.stretched("key").verify(signed)).contains(TOKEN);
    assertThat(LinkSigner.of("key").verify(signed)).isEmpty();
    assertThat(LinkSigner.of("links key").verify(signed)).isEmpty();
  }
}
