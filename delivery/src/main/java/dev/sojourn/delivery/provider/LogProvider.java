package dev.sojourn.delivery.provider;

import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provider that sends nothing: it logs one line per message, without recipient or content.
 *
 * @param keepMessages whether messages are kept in the engine's outbox for viewing
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
