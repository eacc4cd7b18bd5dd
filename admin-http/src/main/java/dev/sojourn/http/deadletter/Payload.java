package dev.sojourn.http.deadletter;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Record bytes as text. */
final class Payload {

  private static final String BASE64 = "base64:";

  private Payload() {}

  /**
   * The text when the bytes are UTF-8, otherwise base64 with a prefix.
   *
   * @param whole false when more bytes follow, so that the last character may be incomplete
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
