package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.command.CommandRejection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What we write into our own log has no person in it. */
class LogsTest {

  private static final String CONTACT = "/v1/admin/contacts/ada";

  private final TestServer server = TestServer.start();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.sojourn");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(appender);
    server.close();
  }

  private List<String> errors() {
    return appender.list.stream()
        .filter(line -> line.getLevel().isGreaterOrEqual(Level.ERROR))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void shouldNameACommandThatFailedByItsKindAndId() {
    server.log.results =
        (command, result) ->
            Optional.of(
                TestLog.rejected(
                    Rejection.of(
                        CommandRejection.ENGINE_ERROR, Map.of("cause", "ada@example.com"))));

    server.call(
        "PUT", CONTACT, "{\"email\":\"ada@example.com\",\"properties\":{\"p\":\"secret\"}}");

    String id = server.log.given.get(0).id();
    assertThat(errors())
        .containsExactly(
            "expected an answer to ChangeContact %s, found the rejection engine_error"
                .formatted(id),
            "PUT /v1/admin/contacts/{id} failed");
  }

  @Test
  void shouldNameTheRouteOfARequestThatFailed() {
    server.engine.failWith(new IllegalStateException("of nobody"));

    server.get(CONTACT);

    assertThat(errors()).containsExactly("GET /v1/admin/contacts/{id} failed");
  }
}
