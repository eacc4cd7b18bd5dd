package dev.sojourn.http.request;

import dev.sojourn.http.error.JsonBody;
import dev.sojourn.journeys.event.Digest;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What tells one request from another, whatever the spelling of its path. */
final class RequestIds {

  /** Parameters that choose a part of a list, or how it is written, but not which list. */
  private static final Set<String> PAGING = Set.of("limit", "offset", "cursor", JsonBody.PRETTY);

  private RequestIds() {}

  /**
   * What the engine knows a write by. It remembers ids by partition, and one key of a caller may
   * reach any of them: without the call in the id, a key that is used for two calls would be two
   * writes, a conflict or the other's answer, as chance has it.
   *
   * @param key the caller's
   * @return 36 characters
   */
  static String command(Context ctx, String key) {
    List<String> parts = new ArrayList<>(List.of("command", ctx.method().name()));
    addPath(ctx, parts);
    parts.add(key);
    ByteBuffer digest = digest(parts);
    return new UUID(digest.getLong(), digest.getLong()).toString();
  }

  /**
   * What a cursor is good for: a list under its filters. Elsewhere its position would be read as
   * one, and rows would be passed over without a word.
   *
   * @return 8 hex digits
   */
  static String list(Context ctx) {
    List<String> parts = new ArrayList<>(List.of("list"));
    addPath(ctx, parts);
    new TreeMap<>(ctx.queryParamMap())
        .forEach(
            (name, values) -> {
              if (!PAGING.contains(name)) {
                parts.add(name);
                // The first is the one that counts.
                parts.add(values.get(0));
              }
            });
    return HexFormat.of().toHexDigits(digest(parts).getInt());
  }

  /** The route and its parts, not the path: "a%2Fb" would be one part, and "a/b" is two. */
  private static void addPath(Context ctx, List<String> parts) {
    parts.add(ctx.endpoint().path);
    parts.addAll(new TreeMap<>(ctx.pathParamMap()).values());
  }

  private static ByteBuffer digest(List<String> parts) {
    return Digest.of(parts.toArray(String[]::new));
  }
}
