package dev.sojourn.http.tracking;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.webhook.EmailEvent;
import dev.sojourn.http.webhook.EmailEventType;
import dev.sojourn.http.webhook.SentEmails;
import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.link.LinkToken.Unsubscribe;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Unsubscribe pages (RFC 8058). GET changes nothing, since scanners follow every link of an email;
 * only POST unsubscribes, from the button or from the mail client's own.
 */
final class UnsubscribePages {

  /** The POST body is ignored: the request has no other meaning. */
  private static final String BUTTON =
      "<form method=\"post\"><button type=\"submit\">Unsubscribe</button></form>";

  private final @Nullable LinkSigner key;
  private final SentEmails mails;
  private final InstantSource clock;

  /**
   * Creates the routes.
   *
   * @param key null when emails have no unsubscribe links
   */
  UnsubscribePages(
      @Nullable LinkSigner key, ClusterQueries queries, EventGateway events, InstantSource clock) {
    this.key = key;
    this.mails = new SentEmails(queries, events);
    this.clock = clock;
  }

  /** {@code GET /v1/unsubscribe/{token}}: asks for confirmation. */
  void page(ApiRequest request) {
    token(request)
        .map(
            token ->
                new HtmlPage(
                    "Unsubscribe",
                    "<p>You will get no more emails %s.</p>\n%s".formatted(which(token), BUTTON)))
        .ifPresentOrElse(
            page -> page.answer(request, 200), () -> HtmlPage.NO_LINK.answer(request, 404));
  }

  /** {@code POST /v1/unsubscribe/{token}}: unsubscribes. */
  void leave(ApiRequest request) {
    token(request)
        .ifPresentOrElse(
            token -> leave(request, token), () -> HtmlPage.NO_LINK.answer(request, 404));
  }

  private void leave(ApiRequest request, Unsubscribe token) {
    CompletableFuture<?> told =
        Futures.bounded(
            mails.tell(token.userId(), event(token), mails.findIfPossible(token.sendId())));
    request.answerLater(Futures.settled(List.of(told)), done -> answer(request, token, told));
  }

  private static void answer(ApiRequest request, Unsubscribe token, CompletableFuture<?> told) {
    try {
      Futures.on(told);
    } catch (UnavailableException e) {
      request.answerHeader("Retry-After", "5");
      new HtmlPage(
              "Please try again",
              "<p>This did not work just now. Nothing is changed.</p>\n" + BUTTON)
          .answer(request, 503);
      return;
    }
    new HtmlPage("Done", "<p>You get no more emails %s.</p>".formatted(which(token)))
        .answer(request, 200);
  }

  private EmailEvent event(Unsubscribe token) {
    Map<String, Object> details = new LinkedHashMap<>();
    String category = token.category();
    if (category != null) {
      details.put("category", category);
    }
    // Mail clients retry within minutes. Somebody who resubscribed and unsubscribes again from an
    // old email means it, and must not be deduplicated; hence the hour in the key.
    String hour = clock.instant().truncatedTo(ChronoUnit.HOURS).toString();
    return new EmailEvent(
        EmailEventType.UNSUBSCRIBED,
        token.sendId(),
        List.of(category == null ? "" : category, hour),
        null,
        details);
  }

  private static String which(Unsubscribe token) {
    String category = token.category();
    return category == null
        ? "of any kind"
        : "of the kind &ldquo;%s&rdquo;".formatted(HtmlPage.escaped(category));
  }

  private Optional<Unsubscribe> token(ApiRequest request) {
    LinkSigner known = key;
    return known == null
        ? Optional.empty()
        : known
            .verify(request.path("token"))
            .filter(Unsubscribe.class::isInstance)
            .map(Unsubscribe.class::cast);
  }
}
