package dev.sojourn.delivery.smtp;

import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.provider.EmailAddress;
import dev.sojourn.delivery.provider.Provider;
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
 * Provider that sends email through an SMTP server (RFC 5321), over pooled connections. Safe for
 * any number of threads.
 *
 * <p>Failures before the server is given an email, including a refused login, are {@link
 * DeliveryResult.Unavailable}. After that its reply decides: 4xx is transient, 5xx permanent.
 *
 * <p>SMTP has no idempotency key. A server that accepted an email but could not say so gets it
 * again, with the same Message-ID.
 */
public final class SmtpProvider implements Provider, AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Timeout of each reply; most servers reply within a second, some scan the email first. */
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final Session session;
  private final SmtpAddress address;
  private final EmailAddress from;
  private final InstantSource clock;
  private final Duration deadline;
  private final SmtpPool pool;

  /**
   * Creates a provider, which connects when there is something to send.
   *
   * @param from sender for templates that do not set one
   */
  public SmtpProvider(SmtpAddress address, EmailAddress from, InstantSource clock) {
    this(address, from, clock, null, ANSWER);
  }

  /**
   * Creates a provider with other timeouts and trust, for tests.
   *
   * @param tls null to trust the certificates that this JVM trusts
   * @param answer how long the server may take for each reply
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
    // Without these the client waits forever.
    properties.setProperty(prefix + "connectiontimeout", String.valueOf(CONNECT.toMillis()));
    properties.setProperty(prefix + "timeout", wait);
    properties.setProperty(prefix + "writetimeout", wait);
    // A certificate must match the host. Opportunistic TLS accepts any, as encryption without
    // authentication beats none: many mail servers use self-signed certificates.
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
    // Sends QUIT without waiting for the reply.
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
      // A server that closes this connection did not accept the email, but accepts it on the next.
      if (used && SmtpFailure.isGoodbye(e)) {
        return send(mail);
      }
      return SmtpFailure.whileSending(e);
    } finally {
      if (sent) {
        pool.giveBack(connection);
      } else {
        // The state of the SMTP dialogue is unknown by now.
        connection.hangUp();
      }
    }
  }

  @Override
  public Duration deadline() {
    return deadline;
  }

  /** Closes the idle connections. Emails being sent are not interrupted. */
  @Override
  public void close() {
    pool.close();
  }
}
