package dev.sojourn.delivery.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogProviderTest {

  private final SendAction action = Examples.action(1, Examples.template("s", "b"));
  private final RenderedMessage message =
      new RenderedMessage("Hello Ann", null, "Dear Ann", null, null);

  @Test
  void shouldKeepNothingWhenNobodyLooks() {
    // when
    DeliveryResult delivered = new LogProvider(false).deliver(action, message);

    // then
    assertThat(delivered).isEqualTo(new DeliveryResult.Sent());
  }

  @Test
  void shouldKeepTheMessageWhenThereIsAnOutbox() {
    // when
    DeliveryResult delivered = new LogProvider(true).deliver(action, message);

    // then
    assertThat(delivered)
        .isEqualTo(
            new DeliveryResult.Sent(
                new SendOutcome.Message(
                    "ann@example.com",
                    "email",
                    "activation/welcome",
                    "Hello Ann",
                    "Dear Ann",
                    "welcome",
                    Examples.ASKED)));
  }

  @Test
  void shouldLogOneLineWithoutPersonalDataWhenItSends() {
    // given
    Logger logger = (Logger) LoggerFactory.getLogger(LogProvider.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);

    // when
    new LogProvider(true).deliver(action, message);
    logger.detachAppender(lines);

    // then
    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.INFO);
    assertThat(lines.list.get(0).getFormattedMessage())
        .contains(action.sendId().toString(), "activation/welcome")
        .doesNotContain("ann@example.com", "Ann");
  }
}
