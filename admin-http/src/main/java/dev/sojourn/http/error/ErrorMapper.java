package dev.sojourn.http.error;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps exceptions of handlers to responses. Unexpected ones are logged, and their details are not
 * disclosed.
 */
public final class ErrorMapper {

  /**
   * Seconds after which a caller should retry: about as long as a partition takes to move to a new
   * owner.
   */
  private static final String RETRY_AFTER = "1";

  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

  private ErrorMapper() {}

  public static void register(JavalinConfig config) {
    config.routes.exception(RefusedException.class, (e, ctx) -> answer(ctx, e.status(), e.text()));
    config.routes.exception(UnavailableException.class, (e, ctx) -> unavailable(ctx, e.text()));
    config.routes.exception(HttpResponseException.class, ErrorMapper::ofJavalin);
    config.routes.exception(Exception.class, ErrorMapper::unforeseen);
    config.router.javaLangErrorHandler(
        (response, error) -> {
          LOG.error("request failed", error);
          response.setStatus(500);
        });
  }

  /** Responds with 503 and a {@code Retry-After} header. */
  public static void unavailable(Context ctx, String text) {
    ctx.header("Retry-After", RETRY_AFTER);
    answer(ctx, 503, text);
  }

  private static void answer(Context ctx, int status, String text) {
    JsonBody.write(ctx, status, new ErrorBody(text));
  }

  private static void ofJavalin(HttpResponseException e, Context ctx) {
    switch (e.getStatus()) {
      case 404 -> answer(ctx, 404, "Not found");
      case 405 -> {
        String methods = e.getDetails().get("availableMethods");
        if (methods != null) {
          ctx.header("Allow", methods.toUpperCase(Locale.ROOT));
        }
        answer(ctx, 405, "Method not allowed");
      }
      case 503 -> unavailable(ctx, "Unavailable");
      default -> {
        if (e.getStatus() >= 500) {
          unforeseen(e, ctx);
        } else {
          answer(ctx, e.getStatus(), String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private static void unforeseen(Exception e, Context ctx) {
    // Log the route, not the path: paths contain user ids.
    @Nullable Endpoint route = ctx.endpoints().lastHttpEndpoint();
    LOG.error("{} {} failed", ctx.method(), route == null ? "no route" : route.path, e);
    answer(ctx, 500, "Internal server error");
  }
}
