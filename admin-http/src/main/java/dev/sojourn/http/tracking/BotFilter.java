package dev.sojourn.http.tracking;

import dev.sojourn.http.request.ApiRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells people from programs that look at a mail before them or instead of them. Most programs say
 * what they are; one that passes for a browser cannot be told.
 */
final class BotFilter {

  /** Headers of a browser that loads what might be asked for next. */
  private static final List<String> PURPOSES =
      List.of("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz");

  private static final Pattern AHEAD = Pattern.compile("prefetch|prerender|preview");

  /**
   * Robots, previews of messengers, scanners of mail servers, libraries. A Cubot is a telephone.
   * Gmail's proxy for pictures is none of these: it asks when the mail is shown.
   */
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?<!cu)bot\\b|crawl|spider|scanner|preview|headless|phantomjs|facebookexternalhit"
              + "|whatsapp|bingpreview|barracuda|mimecast|proofpoint|messagelabs|safelinks"
              + "|forcepoint|fireeye|trendmicro|symantec|urldefense|libwww|python-|aiohttp"
              + "|go-http-client|apache-httpclient|node-fetch|axios/|okhttp");

  /** All that Apple's proxy says, which loads the pictures of every mail, read or not. */
  private static final String NOBODY = "mozilla/5.0";

  private BotFilter() {}

  /** Whether this request may stand for something that a person did. */
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
