package dev.sojourn.app.settings;

import static dev.sojourn.app.settings.SettingDefault.always;
import static dev.sojourn.app.settings.SettingDefault.byProfile;
import static dev.sojourn.app.settings.SettingDefault.none;
import static dev.sojourn.app.settings.SettingFormat.number;

/** Settings of the HTTP server and of access to it. */
public final class ApiSettings {

  private static final int MAX_PORT = 65_535;
  private static final SettingList.Builder DEFINED = SettingList.titled("HTTP and access");

  // Under dev, neither a proxy nor TLS protects it.
  public static final Setting<String> HTTP_HOST =
      DEFINED.define(
          "http.host", host(), byProfile("127.0.0.1", "0.0.0.0"), "the address to listen on");

  public static final Setting<Integer> HTTP_PORT =
      DEFINED.define(
          "http.port",
          number(0, MAX_PORT),
          always("3002"),
          "the port to listen on; 0 picks a free one");

  public static final Setting<String> ADVERTISED_HOST =
      DEFINED.define(
          "advertised.host",
          host(),
          none("`http.host`", "`http.host`, or this machine's address"),
          "the host under which other nodes reach this one");

  public static final Setting<Integer> ADVERTISED_PORT =
      DEFINED.define(
          "advertised.port",
          number(1, MAX_PORT),
          none("`http.port`"),
          "the port at which other nodes reach this one");

  public static final Setting<Secret> ADMIN_API_KEY =
      DEFINED.define(
          "admin.api.key",
          "ADMIN_API_KEY",
          SettingFormat.secret(),
          none("generated", "").requiredBy(Profile.SERVE),
          "the key with every right; the same on all nodes");

  // A developer's runaway script has nobody else to disturb.
  public static final Setting<Integer> ADMIN_RATE_LIMIT =
      DEFINED.define(
          "admin.rate.limit",
          number(0, 1_000_000),
          byProfile("0", "1000"),
          "requests a second to `/v1/admin` and `/metrics`, for each key and node; 0 means no limit");

  public static final Setting<Secret> POSTHOG_WEBHOOK_SECRET =
      DEFINED.define(
          "posthog.webhook.secret",
          "POSTHOG_WEBHOOK_SECRET",
          SettingFormat.secret(),
          none("the webhook is open", "the webhook is rejected"),
          "the secret that PostHog's webhooks carry");

  static final SettingList LIST = DEFINED.build();

  private ApiSettings() {}

  private static SettingFormat<String> host() {
    return SettingFormat.text(
        "a host name or an address without scheme and port",
        text -> text.matches("[A-Za-z0-9._:\\[\\]-]+") && !text.matches("[^:]*:\\d*"));
  }
}
