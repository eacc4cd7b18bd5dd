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

/** Ids derived from a request, independent of how its path is spelled. */
final class RequestIds {

  /** Parameters that select a page of a list or its format, but not the list. */
  private static final Set<String> PAGING = Set.of("limit", "offset", "cursor", JsonBody.PRETTY);

  private RequestIds() {}

  /**
   * The command id of a write. The engine remembers ids by partition, and one caller's key may
   * reach any of them: if the id did not include the request, a key reused for two requests would,
   * at random, cause two writes, a conflict, or the other's result.
   *
   * @param key the caller's idempotency key
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
   * Identifies a list and its filters. Elsewhere a cursor's position would be accepted, and rows
   * would be skipped silently.
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
                // Only the first value is used.
                parts.add(values.get(0));
              }
            });
    return HexFormat.of().toHexDigits(digest(parts).getInt());
  }

  /** The route and its parameters, not the path: "a%2Fb" is one parameter, "a/b" would be two. */
  private static void addPath(Context ctx, List<String> parts) {
    parts.add(ctx.endpoint().path);
    parts.addAll(new TreeMap<>(ctx.pathParamMap()).values());
  }

  private static ByteBuffer digest(List<String> parts) {
    return Digest.of(parts.toArray(String[]::new));
  }
}
