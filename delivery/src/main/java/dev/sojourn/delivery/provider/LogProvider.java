package dev.sojourn.delivery.provider;

import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends nothing: one line per message, without whom it is for or what it says.
 *
 * @param keepMessages whether messages go into the engine's outbox, to be looked at
 */
public record LogProvider(boolean keepMessages) implements Provider {

  private static final Logger log = LoggerFactory.getLogger(LogProvider.class);

  @Override
  public DeliveryResult deliver(SendAction action, RenderedMessage message) {
    log.info("Sent {} attempt {}: {}", action.sendId(), action.attempt(), action.template());
    return keepMessages
        ? new DeliveryResult.Sent(kept(action, message))
        : new DeliveryResult.Sent();
  }

  private static SendOutcome.Message kept(SendAction action, RenderedMessage message) {
    return new SendOutcome.Message(
        action.to(),
        action.channel(),
        action.template(),
        message.subject(),
        message.body(),
        action.journeyId(),
        action.at());
  }
}
