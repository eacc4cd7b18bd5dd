package dev.sojourn.topics.topic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Topic names under one prefix. A prefix is one installation: its own topics, consumer groups and
 * state.
 *
 * @param prefix 1 to 60 of {@code a-z 0-9 . _ -}; {@code sojourn} by default
 */
public record Topics(String prefix) {

  public Topics {
    if (!prefix.matches("[a-z0-9._-]{1,60}")) {
      throw new IllegalArgumentException(
          "expected 1 to 60 of a-z, 0-9, '.', '_' and '-' for key 'topic prefix', found '%s'"
              .formatted(prefix));
    }
  }

  /** The role of a topic; its name is the prefix, a dot and the role in lower case. */
  public enum Role {
    /** Canonical events by user. */
    EVENTS,
    /** PostHog-shaped JSON by any key. */
    POSTHOG,
    /** Commands by user or journey. */
    CONTROL,
    /** Registry entries by entry id; each change is written to every partition. */
    REGISTRY,
    /** Outcomes of sends, by user. */
    OUTCOMES,
    /** Send actions for delivery, by user. */
    ACTIONS,
    /** Results and receipts, by the partition a node listens to. */
    RESULTS,
    /** Every decision in order, by user. */
    JOURNAL,
    /** Records that could not be processed, by their original key. */
    DEAD_LETTERS;

    /** The last part of the topic's name, such as {@code dead-letters}. */
    public String suffix() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public String name(Role role) {
    return prefix + "." + role.suffix();
  }

  /** The role of the topic with this name; empty when it is none of ours. */
  public Optional<Role> role(String name) {
    return Arrays.stream(Role.values()).filter(role -> name(role).equals(name)).findFirst();
  }

  public String events() {
    return name(Role.EVENTS);
  }

  public String posthog() {
    return name(Role.POSTHOG);
  }

  public String control() {
    return name(Role.CONTROL);
  }

  public String registry() {
    return name(Role.REGISTRY);
  }

  public String outcomes() {
    return name(Role.OUTCOMES);
  }

  public String actions() {
    return name(Role.ACTIONS);
  }

  public String results() {
    return name(Role.RESULTS);
  }

  public String journal() {
    return name(Role.JOURNAL);
  }

  public String deadLetters() {
    return name(Role.DEAD_LETTERS);
  }

  /** The consumer group of the delivery workers. */
  public String deliveryGroup() {
    return prefix + "-delivery";
  }

  public List<String> all() {
    return List.of(Role.values()).stream().map(this::name).toList();
  }
}
