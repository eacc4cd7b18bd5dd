package dev.sojourn.http.webhook;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Email webhooks: reports of email providers. Providers retry what is answered with 503; a repeated
 * report counts once.
 */
final class EmailWebhooks {

  private final Map<String, WebhookSource> sources;
  private final SentEmails mails;
  private final InstantSource clock;

  EmailWebhooks(EmailKeys keys, ClusterQueries queries, EventGateway events, InstantSource clock) {
    this.sources =
        Map.of(
            "resend",
            new ResendSource(keys.resend()),
            "generic",
            new AdapterSource(keys.adapters()));
    this.mails = new SentEmails(queries, events);
    this.clock = clock;
  }

  private record Taken(boolean ok, String event) {}

  private record Passed(String ignored) {}

  /** {@code POST /v1/webhooks/email/{source}}. */
  void take(ApiRequest request) {
    WebhookSource source = sources.get(request.path("source"));
    WebhookSigner key = source == null ? null : source.key();
    if (source == null || key == null) {
      throw RefusedException.notFound("Unknown webhook source");
    }
    byte[] body = request.bytes(ApiRequest.MAX_BODY);
    String id = request.header(source.header(WebhookSigner.ID));
    boolean signed =
        key.verifies(
            id,
            request.header(source.header(WebhookSigner.TIMESTAMP)),
            request.header(source.header(WebhookSigner.SIGNATURE)),
            body,
            clock.instant());
    if (!signed || id == null) {
      throw new RefusedException(401, "Invalid webhook signature");
    }
    WebhookOutcome told = source.read(request.json(body, source.mapper()), id);
    if (told instanceof WebhookOutcome.Ignored ignored) {
      request.answer(200, new Passed(ignored.why()));
    } else {
      take(request, (WebhookOutcome.Fact) told);
    }
  }

  private void take(ApiRequest request, WebhookOutcome.Fact told) {
    SentEmail mail =
        told.userId() == null
            ? mails.find(told.event().send())
            : mails.findIfPossible(told.event().send());
    Optional<String> userId = Optional.ofNullable(told.userId()).or(() -> of(mail));
    if (userId.isEmpty()) {
      request.answer(200, new Passed("no email of this installation has this send id"));
      return;
    }
    request.answerLater(
        200,
        Futures.bounded(mails.tell(userId.get(), told.event(), mail))
            .thenApply(place -> new Taken(true, told.event().fact().event())));
  }

  private static Optional<String> of(SentEmail mail) {
    return Optional.ofNullable(mail.userId());
  }
}
