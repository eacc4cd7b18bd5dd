package dev.sojourn.http.tracking;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.webhook.EmailEvent;
import dev.sojourn.http.webhook.EmailEventType;
import dev.sojourn.http.webhook.SentEmails;
import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.link.LinkToken;
import dev.sojourn.topics.link.LinkToken.Click;
import dev.sojourn.topics.link.LinkToken.Open;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tracking links and the open pixel of emails. Each link of an email counts once, however often it
 * is followed, and so does the pixel.
 */
public final class TrackingLinks implements AutoCloseable {

  /** Leaves room for the response within a second, which a reader hardly notices. */
  private static final Duration PATIENCE = Duration.ofMillis(700);

  /** A transparent GIF of one pixel. */
  private static final byte[] PICTURE =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  private final @Nullable LinkSigner key;
  private final SentEmails mails;
  private final BestEffortExecutor background = new BestEffortExecutor(PATIENCE);

  /**
   * Creates the routes.
   *
   * @param key null when emails have no tracking links
   */
  public TrackingLinks(@Nullable LinkSigner key, ClusterQueries queries, EventGateway events) {
    this.key = key;
    this.mails = new SentEmails(queries, events);
  }

  /** {@code GET /v1/t/c/{token}}: redirects to the link's target, and nowhere else. */
  public void click(ApiRequest request) {
    Optional<Click> click =
        token(request, Click.class).filter(token -> leadsSomewhere(token.url()));
    if (click.isEmpty()) {
      HtmlPage.NO_LINK.answer(request, 404);
      return;
    }
    Click token = click.get();
    EmailEvent clicked =
        new EmailEvent(
            EmailEventType.CLICKED,
            token.sendId(),
            List.of(token.url()),
            null,
            Map.of("url", token.url()));
    request.answerLater(tell(request, token, clicked), done -> redirect(request, token));
  }

  private static void redirect(ApiRequest request, Click token) {
    request.answerHeader("Location", token.url());
    request.answerHeader("Cache-Control", "no-store");
    request.answerHeader("Referrer-Policy", "no-referrer");
    request.answer(302, "text/plain", new byte[0]);
  }

  /** {@code GET /v1/t/o/{token}}. */
  public void open(ApiRequest request) {
    Open token =
        token(request, Open.class).orElseThrow(() -> RefusedException.notFound("Not found"));
    EmailEvent opened =
        new EmailEvent(EmailEventType.OPENED, token.sendId(), List.of(), null, Map.of());
    request.answerLater(
        tell(request, token, opened),
        done -> {
          request.answerHeader("Cache-Control", "no-store");
          request.answer(200, "image/gif", PICTURE);
        });
  }

  /** Appends the event, unless a program follows the link. Never fails. */
  private CompletableFuture<?> tell(ApiRequest request, LinkToken token, EmailEvent event) {
    if (!BotFilter.isPerson(request)) {
      return CompletableFuture.completedFuture(null);
    }
    return background.begin(
        () ->
            Futures.bounded(
                mails.tell(token.userId(), event, mails.findIfPossible(token.sendId()))));
  }

  private <T extends LinkToken> Optional<T> token(ApiRequest request, Class<T> kind) {
    LinkSigner known = key;
    return known == null
        ? Optional.empty()
        : known.verify(request.path("token")).filter(kind::isInstance).map(kind::cast);
  }

  /** The URL was checked when it was signed; this check is cheap, and keeps headers safe. */
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
    background.close();
  }
}
