package dev.sojourn.delivery.http;

import dev.sojourn.delivery.provider.DeliveryResult;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Policy on which servers webhooks may call. Journeys name the servers, and not everyone who may
 * write journeys may reach what is behind the firewall. Safe for any number of threads.
 *
 * <p>The policy checks the address, not the name. The JVM caches a name's addresses for 30 seconds,
 * so the call goes to one of those that were checked.
 */
public final class TargetPolicy {

  /** Allows any server. */
  public static final TargetPolicy ANY =
      new TargetPolicy(
          true,
          host -> {
            throw new IllegalStateException("expected nobody to ask");
          });

  /** Allows only servers at public addresses. */
  public static final TargetPolicy PUBLIC = new TargetPolicy(false, InetAddress::getAllByName);

  /**
   * Prefixes of IPv6 addresses that embed an IPv4 address: right after the prefix (RFC 3056) or in
   * the last 32 bits (RFC 4291, RFC 6052).
   */
  private static final String TUNNELLED = "2002";

  private static final String COMPATIBLE = "0".repeat(24);
  private static final String TRANSLATED = "0064ff9b" + "0".repeat(16);

  private final boolean any;
  private final Names names;

  /** Resolves a host name. */
  @FunctionalInterface
  interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  private TargetPolicy(boolean any, Names names) {
    this.any = any;
    this.names = names;
  }

  static TargetPolicy publicOnly(Names names) {
    return new TargetPolicy(false, names);
  }

  /** The reason not to call a URL; empty when it is allowed. May block on name resolution. */
  Optional<DeliveryResult> refusal(URI url) {
    String host = url.getHost();
    if (any || host == null) {
      return Optional.empty();
    }
    try {
      return Arrays.stream(names.of(host)).allMatch(TargetPolicy::isPublic)
          ? Optional.empty()
          : Optional.of(
              new DeliveryResult.PermanentFailure(
                  "Webhook is at a private address, which the setting webhook.private forbids"));
    } catch (UnknownHostException e) {
      return Optional.of(
          new DeliveryResult.Unavailable(
              "Webhook could not be reached: UnknownHostException", null));
    }
  }

  private static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address
        ? isPublic(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff)
        : address instanceof Inet6Address && isPublic(bytes);
  }

  /** The special-purpose IPv4 addresses (RFC 6890) that the checks above do not cover. */
  private static boolean isPublic(int first, int second, int third) {
    boolean thisNetwork = first == 0;
    boolean carriers = first == 100 && second >= 64 && second < 128;
    boolean protocols = first == 192 && second == 0 && third == 0;
    boolean benchmarks = first == 198 && (second == 18 || second == 19);
    boolean reserved = first >= 240;
    return !(thisNetwork || carriers || protocols || benchmarks || reserved);
  }

  /** Rejects unique local addresses (RFC 4193) and checks embedded IPv4 addresses. */
  private static boolean isPublic(byte[] six) {
    if ((six[0] & 0xfe) == 0xfc) {
      return false;
    }
    String hex = HexFormat.of().formatHex(six);
    if (hex.startsWith(TUNNELLED)) {
      return isPublic(fourOf(Arrays.copyOfRange(six, 2, 6)));
    }
    return !(hex.startsWith(COMPATIBLE) || hex.startsWith(TRANSLATED))
        || isPublic(fourOf(Arrays.copyOfRange(six, 12, 16)));
  }

  private static InetAddress fourOf(byte[] four) {
    try {
      return InetAddress.getByAddress(four);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("expected four bytes to be an address", e);
    }
  }
}
