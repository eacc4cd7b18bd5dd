package dev.sojourn.topics.link;

import dev.sojourn.journeys.instance.SendId;
import org.jspecify.annotations.Nullable;

/** Token in a link of an email, which identifies the recipient and the send. */
public sealed interface LinkToken {

  /** The recipient of the email. */
  String userId();

  /** The send of the email. */
  SendId sendId();

  /**
   * A click on one of the author's links, which redirects.
   *
   * @param url the target, http or https
   */
  record Click(String userId, SendId sendId, String url) implements LinkToken {}

  /** The open pixel, which mail clients load when they show the email. */
  record Open(String userId, SendId sendId) implements LinkToken {}

  /**
   * The unsubscribe link.
   *
   * @param category the category to unsubscribe from; null for all
   */
  record Unsubscribe(String userId, SendId sendId, @Nullable String category)
      implements LinkToken {}
}
