package dev.sojourn.topics.link;

import dev.sojourn.journeys.instance.SendId;
import org.jspecify.annotations.Nullable;

/** What a link in a mail says of whoever follows it. */
public sealed interface LinkToken {

  /** Whom the mail was for. */
  String userId();

  /** The mail. */
  SendId sendId();

  /**
   * A link of the author's, by way of us.
   *
   * @param url where it leads, http or https
   */
  record Click(String userId, SendId sendId, String url) implements LinkToken {}

  /** The picture that a mail program loads when it shows the mail. */
  record Open(String userId, SendId sendId) implements LinkToken {}

  /**
   * The way out.
   *
   * @param category what the person gets no more of; null for all of it
   */
  record Unsubscribe(String userId, SendId sendId, @Nullable String category)
      implements LinkToken {}
}
