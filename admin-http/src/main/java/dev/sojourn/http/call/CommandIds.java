package dev.sojourn.http.call;

import dev.sojourn.journeys.event.Digest;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the engine knows a write by. It remembers ids by partition, and one key of a caller may
 * reach any of them: without the call in the id, a key that is used for two calls would be two
 * writes, a conflict or the other's answer, as chance has it.
 */
final class CommandIds {

  private CommandIds() {}

  /**
   * The id of this request under this key: the same for another spelling of its path.
   *
   * @return 36 characters
   */
  static String of(Context ctx, String key) {
    List<String> parts = new ArrayList<>();
    parts.add("command");
    parts.add(ctx.method().name());
    // The route and its parts, not the decoded path: "a%2Fb" is one part, and "a/b" is two.
    parts.add(ctx.endpoint().path);
    parts.addAll(new TreeMap<>(ctx.pathParamMap()).values());
    parts.add(key);
    ByteBuffer digest = Digest.of(parts.toArray(String[]::new));
    return new UUID(digest.getLong(), digest.getLong()).toString();
  }
}
