package dev.sojourn.app.broker;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fatal fault of a broker.
 *
 * @param reason one line, already logged
 * @param thrown the exception that Kafka caught, or null when it only asked to end the process
 */
public record BrokerFault(String reason, @Nullable Throwable thrown) {

  public BrokerFault {
    Objects.requireNonNull(reason, "reason");
  }

  Optional<Throwable> cause() {
    return Optional.ofNullable(thrown);
  }
}
