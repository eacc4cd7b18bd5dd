package dev.sojourn.delivery.template;

import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.link.LinkToken;
import dev.sojourn.topics.link.Links;
import java.net.URI;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Link rewriter of one email: adds open and click tracking, and the unsubscribe link.
 *
 * @param category the category to unsubscribe from; null for all emails
 */
record LinkRewriter(Links links, SendAction action, @Nullable String category) {

  /** Longer URLs are not wrapped: many clients truncate URLs at a few thousand characters. */
  private static final int LONGEST_URL = 2_000;

  private static final String PIXEL =
      "<img src=\"%s\" width=\"1\" height=\"1\" alt=\"\" style=\"display:block;border:0\">";

  /** Matches complete documents, but not fragments. */
  private static final Pattern WHOLE = Pattern.compile("(?i)<(?:!doctype|html|head|body)\\b");

  /** The unsubscribe URL. */
  String unsubscribe() {
    return links.unsubscribe(new LinkToken.Unsubscribe(action.userId(), action.sendId(), category));
  }

  /** The same HTML with tracking links. Other hrefs stay as they are. */
  String html(String html) {
    boolean whole = WHOLE.matcher(html).find();
    Document document = whole ? Jsoup.parse(html) : Jsoup.parseBodyFragment(html);
    document.outputSettings().prettyPrint(false);
    for (Element link : document.select("a[href], area[href]")) {
      String url = link.attr("href").strip();
      if (canBeWrapped(url)) {
        link.attr(
            "href", links.click(new LinkToken.Click(action.userId(), action.sendId(), ascii(url))));
      }
    }
    document
        .body()
        .append(PIXEL.formatted(links.open(new LinkToken.Open(action.userId(), action.sendId()))));
    return whole ? document.outerHtml() : document.body().html();
  }

  private boolean canBeWrapped(String url) {
    return url.length() <= LONGEST_URL && !links.isOurs(url) && !ascii(url).isEmpty();
  }

  /** The URL in ASCII, as a header needs it; empty when it is not an HTTP URL. */
  private static String ascii(String url) {
    try {
      URI parsed = URI.create(url);
      String scheme = String.valueOf(parsed.getScheme());
      boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      return web && parsed.getHost() != null ? parsed.toASCIIString() : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
