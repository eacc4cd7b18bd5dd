package dev.sojourn.journeys.instance;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Status of an instance. */
public enum Status {
  /** Working: a send is pending. */
  ACTIVE,
  /** Waiting for a time or an event. */
  WAITING,
  COMPLETED,
  FAILED,
  EXITED;

  public boolean isLive() {
    return this == ACTIVE || this == WAITING;
  }

  public static Optional<Status> parse(String name) {
    return Arrays.stream(values()).filter(status -> status.json().equals(name)).findFirst();
  }

  @JsonValue
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
