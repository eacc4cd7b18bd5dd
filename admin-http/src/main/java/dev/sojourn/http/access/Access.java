package dev.sojourn.http.access;

import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.route.Permission;
import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.topics.command.Actor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Authentication, permissions and rate limits of the API. */
public final class Access {

  private static final String SCHEME = "bearer ";

  /** The caller's name when the key from the environment is used. */
  private static final String ADMIN = "admin";

  /**
   * A placeholder hash as long as a real one, so that looking up an unknown key takes as long as
   * looking up a known one.
   */
  private static final String NO_HASH = "-".repeat(64);

  private static final Set<Permission> LIMITED =
      EnumSet.of(Permission.READ, Permission.OPERATE, Permission.ADMIN);

  private final Secret adminKey;
  private final Supplier<Registry> registry;
  private final RateLimits limits;
  private final InstantSource clock;
  private final @Nullable Secret webhookSecret;
  private final boolean webhookOpen;

  /**
   * Access control for one server.
   *
   * @param registry holds all keys except the one from the environment; throws when it cannot be
   *     read now
   * @param webhookSecret null when none is configured
   * @param webhookOpen whether anybody may call the webhook when no secret is configured
   */
  public Access(
      String adminKey,
      Supplier<Registry> registry,
      RateLimits limits,
      InstantSource clock,
      @Nullable String webhookSecret,
      boolean webhookOpen) {
    this.adminKey = new Secret(adminKey);
    this.registry = registry;
    this.limits = limits;
    this.clock = clock;
    this.webhookSecret = webhookSecret == null ? null : new Secret(webhookSecret);
    this.webhookOpen = webhookOpen;
  }

  /**
   * Checks that the caller may use a route, and records who the caller is.
   *
   * @throws RefusedException with 401, 403 or 429 otherwise
   * @throws dev.sojourn.http.error.UnavailableException when the key cannot be looked up now
   */
  public void check(Permission required, ApiRequest request) {
    switch (required) {
      case OPEN -> {}
      case WEBHOOK -> checkWebhook(request);
      default -> checkKey(required, request);
    }
  }

  private void checkKey(Permission required, ApiRequest request) {
    String offered = offered(request);
    if (adminKey.matches(offered)) {
      // Checked before the registry, so that operators get in while no node is ready.
      admit(required, request, new Actor(ADMIN, null, request.address()));
      return;
    }
    ApiKey key = registered(offered).orElseThrow(() -> unauthorized(request));
    if (!RolePermissions.of(key).contains(required)) {
      throw new RefusedException(
          403,
          "Forbidden: this key may not do this, it lacks the right '%s'"
              .formatted(required.name().toLowerCase(Locale.ROOT)));
    }
    admit(required, request, new Actor(key.name(), key.id(), request.address()));
  }

  private static @Nullable String offered(ApiRequest request) {
    String header = request.header("Authorization");
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? header.substring(SCHEME.length()).strip()
        : null;
  }

  private static RefusedException unauthorized(ApiRequest request) {
    request.answerHeader("WWW-Authenticate", "Bearer");
    return new RefusedException(401, "Unauthorized");
  }

  private Optional<ApiKey> registered(@Nullable String offered) {
    return Optional.ofNullable(offered).flatMap(BearerKey::parse).flatMap(this::registered);
  }

  private Optional<ApiKey> registered(BearerKey offered) {
    Optional<ApiKey> known = registry.get().apiKey(offered.id());
    boolean same =
        MessageDigest.isEqual(
            offered.hash().getBytes(StandardCharsets.US_ASCII),
            known.map(ApiKey::hash).orElse(NO_HASH).getBytes(StandardCharsets.US_ASCII));
    return known.filter(key -> same && key.isLive(clock.instant()));
  }

  private void admit(Permission required, ApiRequest request, Actor caller) {
    String key = caller.keyId() == null ? caller.name() : caller.keyId();
    long wait = LIMITED.contains(required) ? limits.waitFor(key) : 0;
    if (wait > 0) {
      request.answerHeader("Retry-After", Long.toString(wait));
      throw new RefusedException(429, "Rate limit exceeded");
    }
    request.admit(caller);
  }

  private void checkWebhook(ApiRequest request) {
    boolean allowed =
        webhookSecret == null
            ? webhookOpen
            : webhookSecret.matches(request.header("x-posthog-webhook-secret"));
    if (!allowed) {
      throw new RefusedException(401, "Invalid webhook secret");
    }
  }
}
