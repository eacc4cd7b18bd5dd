package dev.sojourn.http.server;

import dev.sojourn.http.webhook.EmailKeys;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the HTTP server.
 *
 * @param host the address to listen on, such as {@code 127.0.0.1} or {@code 0.0.0.0}
 * @param port 0 for any free port
 * @param adminKey has every permission; the same on all nodes, since they query each other with it
 * @param posthogSecret what the PostHog webhook must send; null when none is configured
 * @param dev whether the outbox is shown, and the webhook is open when no secret is configured
 * @param adminRateLimit requests per second that each key may make under {@code /v1/admin}; 0 for
 *     no limit
 * @param clock decides when keys expire
 * @param mail keys of tracking links and email webhooks
 */
public record HttpSettings(
    String host,
    int port,
    String adminKey,
    @Nullable String posthogSecret,
    boolean dev,
    int adminRateLimit,
    InstantSource clock,
    EmailKeys mail) {

  public HttpSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("expected an address for key 'http.host', found none");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "expected 0 to 65535 for key 'http.port', found %d".formatted(port));
    }
    if (adminKey.isBlank()) {
      throw new IllegalArgumentException("expected a key for 'ADMIN_API_KEY', found none");
    }
    if (adminRateLimit < 0) {
      throw new IllegalArgumentException(
          "expected 0 or more for key 'admin.rate.limit', found %d".formatted(adminRateLimit));
    }
    posthogSecret = posthogSecret == null || posthogSecret.isBlank() ? null : posthogSecret;
  }

  /** Settings of a server without tracking links and email webhooks. */
  public HttpSettings(
      String host,
      int port,
      String adminKey,
      @Nullable String posthogSecret,
      boolean dev,
      int adminRateLimit,
      InstantSource clock) {
    this(host, port, adminKey, posthogSecret, dev, adminRateLimit, clock, EmailKeys.NONE);
  }

  /** Omits the secrets, so that a log line cannot leak them. */
  @Override
  public String toString() {
    return "HttpSettings[host=%s, port=%d, dev=%s]".formatted(host, port, dev);
  }
}
