package dev.sojourn.delivery.smtp;

import dev.sojourn.delivery.provider.EmailAddress;
import dev.sojourn.delivery.provider.SendHeader;
import dev.sojourn.delivery.provider.UnsubscribeHeaders;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.journeys.event.Digest;
import dev.sojourn.topics.action.SendAction;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** MIME email message (RFC 5322, RFC 2045). */
final class EmailMessage extends MimeMessage {

  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final String id;

  private EmailMessage(Session session, String id) {
    super(session);
    this.id = id;
  }

  /**
   * Builds the message.
   *
   * @param to recipient
   * @param from sender
   * @param now value of the Date header
   */
  static EmailMessage of(
      Session session,
      SendAction action,
      RenderedMessage message,
      EmailAddress to,
      EmailAddress from,
      Instant now)
      throws MessagingException {
    EmailMessage mail = new EmailMessage(session, messageId(action, from));
    mail.setFrom(from.address());
    mail.setRecipient(Message.RecipientType.TO, to.address());
    mail.setSubject(message.subject(), UTF_8);
    mail.setSentDate(Date.from(now));
    mail.setHeader(SendHeader.NAME, SendHeader.value(action.sendId()));
    String unsubscribe = message.unsubscribe();
    if (unsubscribe != null) {
      UnsubscribeHeaders.of(unsubscribe).forEach(mail::setTrusted);
    }
    mail.content(message.html(), message.text());
    mail.saveChanges();
    return mail;
  }

  /** The same on each attempt, so that a mailbox can collapse duplicates. */
  private static String messageId(SendAction action, EmailAddress from) {
    byte[] digest = Digest.of(action.sendId().toString()).array();
    return "<%s@%s>".formatted(HexFormat.of().formatHex(digest, 0, 16), from.domain());
  }

  private void setTrusted(String name, String value) {
    try {
      setHeader(name, value);
    } catch (MessagingException e) {
      throw new IllegalStateException("expected a new message to take headers", e);
    }
  }

  private void content(@Nullable String html, String text) throws MessagingException {
    if (html == null) {
      setText(text, UTF_8);
      return;
    }
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text, UTF_8);
    MimeBodyPart rich = new MimeBodyPart();
    rich.setText(html, UTF_8, "html");
    // The preferred alternative comes last (RFC 2046, 5.1.4).
    setContent(new MimeMultipart("alternative", plain, rich));
  }

  /** Called on save; without this override Jakarta Mail would generate its own id. */
  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }
}
