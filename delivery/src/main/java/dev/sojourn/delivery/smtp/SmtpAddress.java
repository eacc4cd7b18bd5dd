package dev.sojourn.delivery.smtp;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * SMTP server address and credentials. {@link #toString} does not reveal the password.
 *
 * @param security how the connection is protected
 * @param user null to send without a login
 * @param password present when a user is
 */
public record SmtpAddress(
    Security security, String host, int port, @Nullable String user, @Nullable String password) {

  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;
  private static final int MOST_PORTS = 65_535;

  /** Connection security. */
  public enum Security {
    /** TLS from the first byte. */
    TLS,
    /** STARTTLS is required; nothing is sent without it. */
    STARTTLS,
    /** STARTTLS if the server offers it. */
    OPPORTUNISTIC
  }

  /**
   * Parses {@code smtp://host}, {@code smtp://user:password@host:port} or {@code smtps://...}. User
   * and password are percent-encoded; the default port is 587, or 465 for {@code smtps}.
   *
   * <p>A password is not sent over an unprotected connection unless the server is on this machine
   * or {@code ?starttls=optional} allows it.
   *
   * @throws IllegalArgumentException when the text is not such a URL
   */
  public static SmtpAddress parse(String url) {
    URI read = URI.create(url);
    String scheme = String.valueOf(read.getScheme());
    String host = read.getHost();
    boolean tls = scheme.equals("smtps");
    if (!(tls || scheme.equals("smtp")) || host == null || !isBlank(read.getRawPath())) {
      throw new IllegalArgumentException("expected smtp://host or smtps://host");
    }
    if (read.getPort() > MOST_PORTS || read.getPort() == 0) {
      throw new IllegalArgumentException("expected a port of 1 to 65535");
    }
    String login = read.getRawUserInfo();
    int colon = login == null ? -1 : login.indexOf(':');
    if (login != null && colon < 1) {
      throw new IllegalArgumentException("expected user:password before the '@'");
    }
    int port = read.getPort() >= 0 ? read.getPort() : tls ? SUBMISSIONS : SUBMISSION;
    return new SmtpAddress(
        security(tls, read.getRawQuery(), login != null && !isHere(host)),
        host,
        port,
        login == null ? null : decoded(login.substring(0, colon)),
        login == null ? null : decoded(login.substring(colon + 1)));
  }

  private static Security security(boolean tls, @Nullable String query, boolean secret) {
    if (query != null && !query.matches("starttls=(optional|required)")) {
      throw new IllegalArgumentException("expected no more than ?starttls=optional or =required");
    }
    if (tls) {
      return Security.TLS;
    }
    boolean required = query == null ? secret : query.endsWith("required");
    return required ? Security.STARTTLS : Security.OPPORTUNISTIC;
  }

  private static boolean isHere(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private static boolean isBlank(@Nullable String path) {
    return path == null || path.isEmpty() || path.equals("/");
  }

  /** URLDecoder decodes forms, where a plus is a space; in a URL it is a plus. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "SmtpAddress[security=%s, host=%s, port=%d, user=%s]"
        .formatted(security, host, port, user == null ? "(none)" : "(hidden)");
  }
}
