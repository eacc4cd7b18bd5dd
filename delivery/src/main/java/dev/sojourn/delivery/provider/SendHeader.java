package dev.sojourn.delivery.provider;

import dev.sojourn.journeys.instance.SendId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Send ids as external systems see them: as an email header, an idempotency key or a tag. */
public final class SendHeader {

  /** Email header that identifies the send in what comes back, such as a bounce. */
  public static final String NAME = "X-Sojourn-Send";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private SendHeader() {}

  /**
   * The id as a header value. Step names may contain any characters; those that a header cannot
   * carry are percent-encoded as UTF-8.
   */
  public static String value(SendId send) {
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

  /** The id in base64url, for places that allow only letters, digits, '_' and '-'. */
  public static String tag(SendId send) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(send.toString().getBytes(StandardCharsets.UTF_8));
  }
}
