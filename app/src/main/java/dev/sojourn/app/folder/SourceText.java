package dev.sojourn.app.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads source files. */
final class SourceText {

  private static final int MAX_BYTES = 1024 * 1024;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SourceText() {}

  /** The text with {@code \n} line endings, whatever system it was written on. */
  static String read(Path file) throws SourceException {
    byte[] bytes = bytes(file);
    if (bytes.length > MAX_BYTES) {
      throw new SourceException("is larger than 1 MiB");
    }
    String text = decoded(bytes);
    String unmarked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    if (unmarked.isBlank()) {
      throw new SourceException("is empty");
    }
    return unmarked.replace("\r\n", "\n");
  }

  private static byte[] bytes(Path file) throws SourceException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new SourceException("cannot be read: " + e.getMessage());
    }
  }

  private static String decoded(byte[] bytes) throws SourceException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (result.isError()) {
      throw new SourceException(line(bytes, in.position()), "", "is not UTF-8");
    }
    return out.flip().toString();
  }

  private static int line(byte[] bytes, int end) {
    int line = 1;
    for (int i = 0; i < end; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }
}
