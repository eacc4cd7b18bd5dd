package dev.sojourn.journeys.instance;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where an instance stands. */
public enum Status {
  /** At work: a send is out. */
  ACTIVE,
  /** Parked until a time or an event. */
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
