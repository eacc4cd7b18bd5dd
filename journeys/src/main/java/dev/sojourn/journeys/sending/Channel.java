package dev.sojourn.journeys.sending;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Channel to reach people on. */
public enum Channel {
  email("email"),
  sms("phone"),
  push("push_token");

  private final String property;

  Channel(String property) {
    this.property = property;
  }

  /** The channel of this name, empty when there is none. */
  public static Optional<Channel> named(String name) {
    return Arrays.stream(values()).filter(channel -> channel.name().equals(name)).findFirst();
  }

  /** Why this is not the name of a channel; empty when it is. */
  public static Optional<String> flaw(String name) {
    return named(name).isPresent()
        ? Optional.empty()
        : Optional.of(
            "expected one of %s for key 'channel', found '%s'".formatted(List.of(values()), name));
  }

  /**
   * The person's address on this channel, null when unknown.
   *
   * @param contact the contact's properties
   */
  public @Nullable String address(Map<String, Object> contact) {
    return contact.get(property) instanceof String text && !text.isBlank() ? text : null;
  }
}
