package dev.sojourn.http.deadletter;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The bytes of a record as text. */
final class Payload {

  private static final String BASE64 = "base64:";

  private Payload() {}

  /**
   * Text when it is UTF-8, else base64 with a prefix that says so.
   *
   * @param whole false when more bytes follow, so that the last character may lack some
   */
  static String text(byte[] bytes, boolean whole) {
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = utf8.decode(ByteBuffer.wrap(bytes), text, whole);
    return result.isError()
        ? BASE64 + Base64.getEncoder().encodeToString(bytes)
        : text.flip().toString();
  }
}
