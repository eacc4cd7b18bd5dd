package dev.sojourn.topics.link;

import java.net.URI;

/**
 * URLs of an installation in emails.
 *
 * @param base the public base URL, such as {@code https://journeys.example.com}
 * @param key signs them
 */
public record Links(URI base, LinkSigner key) {

  /** Path of the click redirect; the token follows. */
  public static final String CLICK = "/v1/t/c/";

  /** Path of the open pixel; the token follows. */
  public static final String OPEN = "/v1/t/o/";

  /** Path of the unsubscribe page; the token follows. */
  public static final String UNSUBSCRIBE = "/v1/unsubscribe/";

  public Links {
    String text = base.toString();
    if (text.endsWith("/")) {
      base = URI.create(text.replaceAll("/+$", ""));
    }
  }

  public String click(LinkToken.Click token) {
    return base + CLICK + key.sign(token);
  }

  public String open(LinkToken.Open token) {
    return base + OPEN + key.sign(token);
  }

  public String unsubscribe(LinkToken.Unsubscribe token) {
    return base + UNSUBSCRIBE + key.sign(token);
  }

  /** Whether a link is one of these already, and needs no redirect. */
  public boolean isOurs(String url) {
    return url.startsWith(base + UNSUBSCRIBE)
        || url.startsWith(base + CLICK)
        || url.startsWith(base + OPEN);
  }
}
