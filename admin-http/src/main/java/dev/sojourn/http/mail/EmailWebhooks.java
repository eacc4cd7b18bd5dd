package dev.sojourn.http.mail;

import dev.sojourn.http.call.Call;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.gateway.EventGateway;
import dev.sojourn.http.gateway.Waits;
import dev.sojourn.http.read.Reads;
import dev.sojourn.topics.webhook.WebhookKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Takes what those who deliver mails tell of them. Whatever is answered with 503 they tell again,
 * and it counts once.
 */
public final class EmailWebhooks {

  private final Map<String, WebhookSource> sources;
  private final Mails mails;
  private final InstantSource clock;

  public EmailWebhooks(MailKeys keys, Reads reads, EventGateway events, InstantSource clock) {
    this.sources =
        Map.of(
            "resend",
            new ResendSource(keys.resend()),
            "generic",
            new AdapterSource(keys.adapters()));
    this.mails = new Mails(reads, events);
    this.clock = clock;
  }

  private record Taken(boolean ok, String event) {}

  private record Passed(String ignored) {}

  /** {@code POST /v1/webhooks/email/{source}}. */
  public void take(Call call) {
    WebhookSource source = sources.get(call.path("source"));
    WebhookKey key = source == null ? null : source.key();
    if (source == null || key == null) {
      throw RefusedException.notFound("Unknown webhook source");
    }
    byte[] body = call.body(Call.MAX_BODY);
    String id = call.header(source.header(WebhookKey.ID));
    boolean signed =
        key.verifies(
            id,
            call.header(source.header(WebhookKey.TIMESTAMP)),
            call.header(source.header(WebhookKey.SIGNATURE)),
            body,
            clock.instant());
    if (!signed || id == null) {
      throw new RefusedException(401, "Invalid webhook signature");
    }
    Told told = source.read(call.json(body, source.mapper()), id);
    if (told instanceof Told.Ignored ignored) {
      call.answer(200, new Passed(ignored.why()));
    } else {
      take(call, (Told.Fact) told);
    }
  }

  private void take(Call call, Told.Fact told) {
    Mail mail =
        told.userId() == null
            ? mails.find(told.event().send())
            : mails.findIfPossible(told.event().send());
    Optional<String> userId = Optional.ofNullable(told.userId()).or(() -> of(mail));
    if (userId.isEmpty()) {
      call.answer(200, new Passed("no mail of this installation has this send id"));
      return;
    }
    Waits.on(mails.tell(userId.get(), told.event(), mail));
    call.answer(200, new Taken(true, told.event().fact().event()));
  }

  private static Optional<String> of(Mail mail) {
    return Optional.ofNullable(mail.userId());
  }
}
