package dev.sojourn.delivery.provider;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;

/** A connection to a mail server, logged in. One thread at a time. */
final class SmtpConnection {

  /** Servers limit this, too, and answer one more with an error. */
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

  /** Whether it was used before. */
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
      // It is of no use any longer, one way or the other.
    }
  }
}
