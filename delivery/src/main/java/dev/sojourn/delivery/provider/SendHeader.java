package dev.sojourn.delivery.provider;

import dev.sojourn.journeys.instance.SendId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** How a send is known outside: in a header of the mail, as a key, as a tag. */
final class SendHeader {

  /** A mail's header, which is found in what comes back, a bounce for instance. */
  static final String NAME = "X-Sojourn-Send";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private SendHeader() {}

  /**
   * Its id for a header. The names of steps may have any letters, and what a header cannot take
   * stands there in percent-encoded UTF-8.
   */
  static String value(SendId send) {
    StringBuilder value = new StringBuilder();
    for (byte one : send.toString().getBytes(StandardCharsets.UTF_8)) {
      if (one > ' ' && one < 0x7f && one != '%') {
        value.append((char) one);
      } else {
        HEX.toHexDigits(value.append('%'), one);
      }
    }
    return value.toString();
  }

  /** Its id in base64url, for places that take letters, digits, '_' and '-' only. */
  static String tag(SendId send) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(send.toString().getBytes(StandardCharsets.UTF_8));
  }
}
