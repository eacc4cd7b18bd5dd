package dev.sojourn.http.tracking;

import dev.sojourn.http.request.ApiRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bot filter: distinguishes people from programs that fetch an email's links before or instead of
 * them. Most programs identify themselves; one that poses as a browser is not recognised.
 */
final class BotFilter {

  /** Headers of a browser that prefetches. */
  private static final List<String> PURPOSES =
      List.of("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz");

  private static final Pattern AHEAD = Pattern.compile("prefetch|prerender|preview");

  /**
   * Bots, link previews of messengers, scanners of mail servers, HTTP libraries. A Cubot is a
   * phone. Gmail's image proxy is not listed: it fetches when the email is shown.
   */
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?<!cu)bot\\b|crawl|spider|scanner|preview|headless|phantomjs|facebookexternalhit"
              + "|whatsapp|bingpreview|barracuda|mimecast|proofpoint|messagelabs|safelinks"
              + "|forcepoint|fireeye|trendmicro|symantec|urldefense|libwww|python-|aiohttp"
              + "|go-http-client|apache-httpclient|node-fetch|axios/|okhttp");

  /** The whole user agent of Apple's proxy, which loads the images of every email, read or not. */
  private static final String NOBODY = "mozilla/5.0";

  private BotFilter() {}

  /** Whether this request may count as an action of a person. */
  static boolean isPerson(ApiRequest request) {
    return !request.isHead() && !isAhead(request) && isBrowser(request.header("User-Agent"));
  }

  private static boolean isAhead(ApiRequest request) {
    return PURPOSES.stream()
        .map(request::header)
        .anyMatch(purpose -> purpose != null && AHEAD.matcher(lower(purpose)).find());
  }

  private static boolean isBrowser(@Nullable String agent) {
    if (agent == null || agent.isBlank()) {
      return false;
    }
    String lower = lower(agent.strip());
    return !lower.equals(NOBODY) && !PROGRAM.matcher(lower).find();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
