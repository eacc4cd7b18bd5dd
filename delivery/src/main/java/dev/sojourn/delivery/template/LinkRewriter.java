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
 * Makes one mail tell when it is opened and when its links are followed, and gives it a way out.
 *
 * @param category what the person can get no more of; null for all of it
 */
record LinkRewriter(Links links, SendAction action, @Nullable String category) {

  /** Longer ones are not wrapped: many programs cut an address at a few thousand letters. */
  private static final int LONGEST_URL = 2_000;

  private static final String PIXEL =
      "<img src=\"%s\" width=\"1\" height=\"1\" alt=\"\" style=\"display:block;border:0\">";

  /** What a whole document has and a piece of one has not. */
  private static final Pattern WHOLE = Pattern.compile("(?i)<(?:!doctype|html|head|body)\\b");

  /** Where the person can say that it was the last one. */
  String unsubscribe() {
    return links.unsubscribe(new LinkToken.Unsubscribe(action.userId(), action.sendId(), category));
  }

  /** The same HTML with our links in it. What is no link is left as it is. */
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

  /** As it can stand in a header; empty when it is no address of the web. */
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
