package dev.sojourn.delivery.smtp;

import dev.sojourn.delivery.provider.DeliveryResult;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Maps exceptions of the mail library to delivery results. */
final class SmtpFailure {

  private static final int SERVICE_CLOSING = 421;

  private SmtpFailure() {}

  /** Failure before any email was mentioned to the server. */
  static DeliveryResult whileConnecting(MessagingException thrown) {
    if (thrown instanceof AuthenticationFailedException) {
      return new DeliveryResult.Unavailable(
          "SMTP login refused: " + oneLine(thrown.getMessage()), null);
    }
    Exception cause = thrown.getNextException();
    String why =
        cause == null
            ? oneLine(thrown.getMessage())
            : cause.getClass().getSimpleName() + ": " + oneLine(cause.getMessage());
    return new DeliveryResult.Unavailable("SMTP server could not be reached: " + why, null);
  }

  /** Failure after the server was given the email but did not confirm it. */
  static DeliveryResult whileSending(MessagingException thrown) {
    Reply reply = reply(thrown);
    if (reply == null) {
      return new DeliveryResult.TransientFailure("SMTP connection broke: " + bottom(thrown), null);
    }
    String error = "SMTP error: " + reply.text();
    return reply.code() >= 500
        ? new DeliveryResult.PermanentFailure(error)
        : new DeliveryResult.TransientFailure(error, null);
  }

  /** Whether the server closed the connection instead of accepting the email. */
  static boolean isGoodbye(MessagingException thrown) {
    Reply reply = reply(thrown);
    return reply != null && reply.code() == SERVICE_CLOSING;
  }

  private record Reply(int code, String text) {}

  /**
   * The server's reply. The reply about the recipient says most; it is nested deeper in the chain
   * than that about the whole email.
   */
  private static @Nullable Reply reply(MessagingException thrown) {
    Reply found = null;
    Exception next = thrown;
    while (next != null) {
      Reply here = ownReply(next);
      if (here != null) {
        found = here;
      }
      next = next instanceof MessagingException chained ? chained.getNextException() : null;
    }
    return found;
  }

  private static @Nullable Reply ownReply(Exception thrown) {
    int code;
    if (thrown instanceof SMTPAddressFailedException refused) {
      code = refused.getReturnCode();
    } else if (thrown instanceof SMTPSenderFailedException refused) {
      code = refused.getReturnCode();
    } else if (thrown instanceof SMTPSendFailedException refused) {
      code = refused.getReturnCode();
    } else {
      return null;
    }
    return code < 400 ? null : new Reply(code, oneLine(thrown.getMessage()));
  }

  private static String bottom(Exception thrown) {
    Exception found = thrown;
    while (found instanceof MessagingException chained && chained.getNextException() != null) {
      found = chained.getNextException();
    }
    return found.getClass().getSimpleName() + ": " + oneLine(found.getMessage());
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "nothing said" : message.strip().replaceAll("\\s+", " ");
  }
}
