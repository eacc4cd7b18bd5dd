package dev.sojourn.http.access;

import dev.sojourn.http.call.Call;
import dev.sojourn.http.error.RefusedException;
import org.jspecify.annotations.Nullable;

/** Who may call what. */
public final class Access {

  private static final String SCHEME = "bearer ";

  private final Secret adminKey;
  private final @Nullable Secret webhookSecret;
  private final boolean webhookOpen;

  /**
   * The rules of one server.
   *
   * @param webhookSecret null when none is configured
   * @param webhookOpen whether the webhook may be called by anybody when no secret is configured
   */
  public Access(String adminKey, @Nullable String webhookSecret, boolean webhookOpen) {
    this.adminKey = new Secret(adminKey);
    this.webhookSecret = webhookSecret == null ? null : new Secret(webhookSecret);
    this.webhookOpen = webhookOpen;
  }

  /** What a route asks of its callers. */
  public enum Rule {
    OPEN,
    /** The admin key, which has every right. */
    KEY,
    /** The secret that the webhook's sender was given. */
    WEBHOOK
  }

  /**
   * Lets a caller through.
   *
   * @throws RefusedException with 401 otherwise
   */
  public void check(Rule rule, Call call) {
    switch (rule) {
      case OPEN -> {}
      case KEY -> checkKey(call);
      case WEBHOOK -> checkWebhook(call);
    }
  }

  private void checkKey(Call call) {
    String header = call.header("Authorization");
    boolean bearer = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (header == null || !bearer || !adminKey.matches(header.substring(SCHEME.length()).strip())) {
      call.answerHeader("WWW-Authenticate", "Bearer");
      throw new RefusedException(401, "Unauthorized");
    }
  }

  private void checkWebhook(Call call) {
    boolean allowed =
        webhookSecret == null
            ? webhookOpen
            : webhookSecret.matches(call.header("x-posthog-webhook-secret"));
    if (!allowed) {
      throw new RefusedException(401, "Invalid webhook secret");
    }
  }
}
