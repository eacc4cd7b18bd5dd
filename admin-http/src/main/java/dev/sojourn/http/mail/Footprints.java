package dev.sojourn.http.mail;

import dev.sojourn.http.call.Call;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.gateway.EventGateway;
import dev.sojourn.http.gateway.Waits;
import dev.sojourn.http.read.Reads;
import dev.sojourn.topics.link.LinkKey;
import dev.sojourn.topics.link.LinkToken;
import dev.sojourn.topics.link.LinkToken.Click;
import dev.sojourn.topics.link.LinkToken.Open;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The links and the picture that tell what a person does with a mail. Each link of a mail counts
 * once, however often it is followed, and so does the picture.
 */
public final class Footprints implements AutoCloseable {

  /** Leaves room for the answer within the second that a reader hardly notices. */
  private static final Duration PATIENCE = Duration.ofMillis(700);

  /** One transparent dot. */
  private static final byte[] PICTURE =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  private final @Nullable LinkKey key;
  private final Mails mails;
  private final Aside aside = new Aside(PATIENCE);

  /**
   * Those of an installation's mails.
   *
   * @param key null when there are no links in them
   */
  public Footprints(@Nullable LinkKey key, Reads reads, EventGateway events) {
    this.key = key;
    this.mails = new Mails(reads, events);
  }

  /** {@code GET /v1/t/c/{token}}: on to where the link leads, and nowhere else. */
  public void click(Call call) {
    Optional<Click> click = token(call, Click.class).filter(token -> leadsSomewhere(token.url()));
    if (click.isEmpty()) {
      HtmlPage.NO_LINK.answer(call, 404);
      return;
    }
    Click token = click.get();
    if (Readers.isPerson(call)) {
      tell(
          token,
          new MailEvent(
              MailFact.CLICKED,
              token.sendId(),
              List.of(token.url()),
              null,
              Map.of("url", token.url())));
    }
    call.answerHeader("Location", token.url());
    call.answerHeader("Cache-Control", "no-store");
    call.answerHeader("Referrer-Policy", "no-referrer");
    call.answer(302, "text/plain", new byte[0]);
  }

  /** {@code GET /v1/t/o/{token}}. */
  public void open(Call call) {
    Open token = token(call, Open.class).orElseThrow(() -> RefusedException.notFound("Not found"));
    if (Readers.isPerson(call)) {
      tell(token, new MailEvent(MailFact.OPENED, token.sendId(), List.of(), null, Map.of()));
    }
    call.answerHeader("Cache-Control", "no-store");
    call.answer(200, "image/gif", PICTURE);
  }

  private void tell(LinkToken token, MailEvent event) {
    aside.begin(
        () -> Waits.on(mails.tell(token.userId(), event, mails.findIfPossible(token.sendId()))));
  }

  private <T extends LinkToken> Optional<T> token(Call call, Class<T> kind) {
    LinkKey known = key;
    return known == null
        ? Optional.empty()
        : known.verify(call.path("token")).filter(kind::isInstance).map(kind::cast);
  }

  /** What we signed was checked then; this costs little, and a header is no place for surprises. */
  private static boolean leadsSomewhere(String url) {
    try {
      URI parsed = URI.create(url);
      return ("http".equalsIgnoreCase(parsed.getScheme())
              || "https".equalsIgnoreCase(parsed.getScheme()))
          && parsed.getHost() != null
          && url.chars().allMatch(letter -> letter > ' ' && letter < 0x7f);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public void close() {
    aside.close();
  }
}
