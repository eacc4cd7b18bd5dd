package dev.sojourn.topics.link;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.link.LinkToken.Click;
import dev.sojourn.topics.link.LinkToken.Open;
import dev.sojourn.topics.link.LinkToken.Unsubscribe;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Payload of a link token: a version, a kind, then strings, each preceded by its length. */
final class LinkPayload {

  private static final byte VERSION = 1;
  private static final byte CLICK = 'c';
  private static final byte OPEN = 'o';
  private static final byte UNSUBSCRIBE = 'u';
  private static final int HEAD = 2;
  private static final int MAX_TEXT = 0xffff;

  private LinkPayload() {}

  static byte[] write(LinkToken token) {
    if (token instanceof Click click) {
      return bytes(CLICK, click, click.url());
    }
    if (token instanceof Unsubscribe unsubscribe) {
      String category = unsubscribe.category();
      // A category is never empty, so an empty string stands for none.
      return bytes(UNSUBSCRIBE, unsubscribe, category == null ? "" : category);
    }
    return bytes(OPEN, token, "");
  }

  private static byte[] bytes(byte kind, LinkToken token, String last) {
    byte[] user = utf8(token.userId());
    byte[] send = utf8(token.sendId().toString());
    byte[] rest = utf8(last);
    return ByteBuffer.allocate(HEAD + 3 * Short.BYTES + user.length + send.length + rest.length)
        .put(VERSION)
        .put(kind)
        .putShort((short) user.length)
        .put(user)
        .putShort((short) send.length)
        .put(send)
        .putShort((short) rest.length)
        .put(rest)
        .array();
  }

  private static byte[] utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT) {
      throw new IllegalArgumentException(
          "expected at most %d bytes in a link, found %d".formatted(MAX_TEXT, bytes.length));
    }
    return bytes;
  }

  /** Parses a payload; empty when a release with another format wrote it. */
  static Optional<LinkToken> read(ByteBuffer bytes) {
    try {
      if (bytes.get() != VERSION) {
        return Optional.empty();
      }
      byte kind = bytes.get();
      String user = text(bytes);
      SendId send = SendId.parse(text(bytes));
      String last = text(bytes);
      return switch (kind) {
        case CLICK -> Optional.of(new Click(user, send, last));
        case OPEN -> Optional.of(new Open(user, send));
        case UNSUBSCRIBE -> Optional.of(new Unsubscribe(user, send, last.isEmpty() ? null : last));
        default -> Optional.empty();
      };
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(ByteBuffer bytes) {
    byte[] text = new byte[Short.toUnsignedInt(bytes.getShort())];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
