package dev.sojourn.delivery.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;

/** SMTP connection that is logged in. Used by one thread at a time. */
final class SmtpConnection {

  /**
   * Emails per connection. Servers have such a limit, too, and answer the next email with an error.
   */
  private static final int MOST_MAILS = 100;

  private final Transport transport;
  private int mails;

  SmtpConnection(Transport transport) {
    this.transport = transport;
  }

  /** Whether the server still answers. */
  boolean isOpen() {
    return transport.isConnected();
  }

  boolean isWornOut() {
    return mails >= MOST_MAILS;
  }

  /** Whether the connection has sent an email before. */
  boolean isUsed() {
    return mails > 0;
  }

  void send(EmailMessage mail) throws MessagingException {
    mails++;
    Address[] recipients = mail.getAllRecipients();
    transport.sendMessage(mail, recipients);
  }

  void hangUp() {
    try {
      transport.close();
    } catch (MessagingException e) {
      // The connection is discarded either way.
    }
  }
}
