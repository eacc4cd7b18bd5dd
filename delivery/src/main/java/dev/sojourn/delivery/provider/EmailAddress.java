package dev.sojourn.delivery.provider;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Single email address, optionally with a display name (RFC 5322, 3.4). The name and the domain may
 * use any script; the local part must be ASCII, since few servers accept anything else yet.
 *
 * @param text such as {@code Ann <ann@example.com>}
 */
public record EmailAddress(String text) {

  private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

  /**
   * Validates the text.
   *
   * @throws IllegalArgumentException when it is not a single address; the message does not quote it
   */
  public EmailAddress {
    parsed(text);
  }

  /** The address as written in a header. */
  public InternetAddress address() {
    return parsed(text);
  }

  /** The part after the @. */
  public String domain() {
    String address = address().getAddress();
    return address.substring(address.lastIndexOf('@') + 1);
  }

  private static InternetAddress parsed(String text) {
    try {
      InternetAddress[] found = InternetAddress.parse(text, false);
      if (found.length != 1 || found[0].isGroup() || text.matches("(?s).*[\\r\\n].*")) {
        throw new IllegalArgumentException("expected one address");
      }
      return encoded(found[0]);
    } catch (AddressException e) {
      throw new IllegalArgumentException("expected an address: " + e.getMessage(), e);
    }
  }

  private static InternetAddress encoded(InternetAddress found) throws AddressException {
    String address = found.getAddress();
    int at = address.lastIndexOf('@');
    if (at < 1 || !ASCII.matcher(address.substring(0, at)).matches()) {
      throw new IllegalArgumentException("expected ASCII before an '@'");
    }
    InternetAddress encoded =
        new InternetAddress(
            address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1)), true);
    try {
      encoded.setPersonal(found.getPersonal(), StandardCharsets.UTF_8.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("expected UTF-8 on every Java platform", e);
    }
    return encoded;
  }
}
