package dev.sojourn.topics.link;

import java.net.URI;

/**
 * The addresses of an installation that stand in mails.
 *
 * @param base what people reach it by, such as {@code https://journeys.example.com}
 * @param key signs them
 */
public record Links(URI base, LinkSigner key) {

  /** Where a token of a click is answered; the token follows. */
  public static final String CLICK = "/v1/t/c/";

  /** Where a token of an opening is answered; the token follows. */
  public static final String OPEN = "/v1/t/o/";

  /** Where a token of leaving is answered; the token follows. */
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

  /** Whether a link of a mail leads to one of these, and need not lead through another. */
  public boolean isOurs(String url) {
    return url.startsWith(base + UNSUBSCRIBE)
        || url.startsWith(base + CLICK)
        || url.startsWith(base + OPEN);
  }
}
