package dev.sojourn.delivery.provider;

import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives mails to a mail server (RFC 5321), over connections that are kept open for the next. Safe
 * for any number of threads.
 *
 * <p>What goes wrong before the server is told of a mail is {@link DeliveryResult.Unavailable}, a
 * login that it refuses included. Then its reply counts: 4xx may pass, 5xx will not.
 *
 * <p>SMTP knows no idempotency key. A server that took a mail and could not say so gets it again,
 * under the same Message-ID.
 */
public final class SmtpProvider implements Provider, AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** For each single answer; most servers give it within a second, some look at a mail first. */
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final Session session;
  private final SmtpAddress address;
  private final EmailAddress from;
  private final InstantSource clock;
  private final Duration deadline;
  private final SmtpPool pool;

  /**
   * Connects when there is something to send.
   *
   * @param from the sender of templates that name none
   */
  public SmtpProvider(SmtpAddress address, EmailAddress from, InstantSource clock) {
    this(address, from, clock, null, ANSWER);
  }

  /**
   * The same in other surroundings.
   *
   * @param tls null for certificates that this JVM trusts
   * @param answer how long a server may take for an answer
   */
  SmtpProvider(
      SmtpAddress address,
      EmailAddress from,
      InstantSource clock,
      @Nullable SSLSocketFactory tls,
      Duration answer) {
    this.address = address;
    this.from = from;
    this.clock = clock;
    this.session = Session.getInstance(properties(address, tls, answer));
    this.deadline = CONNECT.plus(answer.multipliedBy(2));
    this.pool = new SmtpPool(this::dial, clock);
  }

  private static Properties properties(
      SmtpAddress address, @Nullable SSLSocketFactory tls, Duration answer) {
    String prefix = "mail." + protocol(address) + ".";
    Properties properties = new Properties();
    String wait = String.valueOf(answer.toMillis());
    // Without these it waits for ever.
    properties.setProperty(prefix + "connectiontimeout", String.valueOf(CONNECT.toMillis()));
    properties.setProperty(prefix + "timeout", wait);
    properties.setProperty(prefix + "writetimeout", wait);
    // Somebody else's certificate is nobody's. Where none is asked for, any is better than none:
    // mail servers sign their own.
    boolean any = address.security() == SmtpAddress.Security.OPPORTUNISTIC;
    properties.setProperty(prefix + "ssl.checkserveridentity", String.valueOf(!any));
    if (any) {
      properties.setProperty(prefix + "ssl.trust", "*");
    }
    properties.setProperty(prefix + "auth", String.valueOf(address.user() != null));
    boolean plain = address.security() != SmtpAddress.Security.TLS;
    properties.setProperty(prefix + "starttls.enable", String.valueOf(plain));
    properties.setProperty(
        prefix + "starttls.required",
        String.valueOf(address.security() == SmtpAddress.Security.STARTTLS));
    // To say goodbye without waiting for the answer.
    properties.setProperty(prefix + "quitwait", "false");
    if (tls != null) {
      properties.put(prefix + "ssl.socketFactory", tls);
    }
    return properties;
  }

  private static String protocol(SmtpAddress address) {
    return address.security() == SmtpAddress.Security.TLS ? "smtps" : "smtp";
  }

  private SmtpConnection dial() throws MessagingException {
    Transport transport;
    try {
      transport = session.getTransport(protocol(address));
    } catch (NoSuchProviderException e) {
      throw new IllegalStateException("expected SMTP in the mail library", e);
    }
    transport.connect(address.host(), address.port(), address.user(), address.password());
    return new SmtpConnection(transport);
  }

  @Override
  public DeliveryResult deliver(SendAction action, RenderedMessage message) {
    EmailMessage mail;
    try {
      String sender = message.from();
      mail =
          EmailMessage.of(
              session,
              action,
              message,
              new EmailAddress(action.to()),
              sender == null ? from : new EmailAddress(sender),
              clock.instant());
    } catch (IllegalArgumentException | MessagingException e) {
      return new DeliveryResult.PermanentFailure("Mail cannot be written: " + e.getMessage());
    }
    try {
      return send(mail);
    } catch (MessagingException e) {
      return SmtpFailure.whileConnecting(e);
    }
  }

  private DeliveryResult send(EmailMessage mail) throws MessagingException {
    SmtpConnection connection = pool.take();
    boolean used = connection.isUsed();
    boolean sent = false;
    try {
      connection.send(mail);
      sent = true;
      return new DeliveryResult.Sent();
    } catch (MessagingException e) {
      // A server that has had enough of this connection did not take the mail, and takes the next.
      if (used && SmtpFailure.isGoodbye(e)) {
        return send(mail);
      }
      return SmtpFailure.whileSending(e);
    } finally {
      if (sent) {
        pool.giveBack(connection);
      } else {
        // Nobody knows what the server waits for by now.
        connection.hangUp();
      }
    }
  }

  @Override
  public Duration deadline() {
    return deadline;
  }

  /** Hangs up. What is being sent is sent. */
  @Override
  public void close() {
    pool.close();
  }
}
