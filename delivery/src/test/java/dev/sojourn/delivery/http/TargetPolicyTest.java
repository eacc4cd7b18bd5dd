package dev.sojourn.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.provider.DeliveryResult;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetPolicyTest {

  private static final URI URL = URI.create("https://hooks.example.com/in");

  private static TargetPolicy where(String... addresses) {
    return TargetPolicy.publicOnly(
        host -> {
          assertThat(host).isEqualTo("hooks.example.com");
          InetAddress[] found = new InetAddress[addresses.length];
          for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByName(addresses[i]);
          }
          return found;
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
      })
  void shouldRefuseWhatIsNotPublic(String address) {
    assertThat(where(address).refusal(URL))
        .containsInstanceOf(DeliveryResult.PermanentFailure.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.216.34",
        "100.63.0.1",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "2606:2800:220:1::1",
        "::ffff:93.184.216.34",
        "64:ff9b::5db8:d822",
        "2002:5db8:d822::1",
      })
  void shouldLetWhatIsPublic(String address) {
    assertThat(where(address).refusal(URL)).isEmpty();
  }

  /** The client may take any of them. */
  @Test
  void shouldRefuseANameThatStandsForAPrivateAddressAsWell() {
    assertThat(where("93.184.216.34", "10.0.0.1").refusal(URL))
        .containsInstanceOf(DeliveryResult.PermanentFailure.class);
  }

  @Test
  void shouldBeUnavailableWhenTheNameStandsForNothing() {
    TargetPolicy policy =
        TargetPolicy.publicOnly(
            host -> {
              throw new UnknownHostException(host);
            });

    assertThat(policy.refusal(URL)).containsInstanceOf(DeliveryResult.Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080/",
        "http://[::1]/",
        "http://localhost/",
        "http://[::ffff:10.0.0.1]/",
      })
  void shouldLookAtTheAddressThatStandsInTheUrl(String url) {
    assertThat(TargetPolicy.PUBLIC.refusal(URI.create(url)))
        .containsInstanceOf(DeliveryResult.PermanentFailure.class);
    assertThat(TargetPolicy.ANY.refusal(URI.create(url))).isEmpty();
  }
}
