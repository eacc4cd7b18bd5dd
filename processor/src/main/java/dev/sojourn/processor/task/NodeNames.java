package dev.sojourn.processor.task;

/**
 * Names of the topology's nodes, as drawn in `docs/architecture.md`; sources: see {@link
 * InputTopic}.
 */
public final class NodeNames {

  /** Processes everything that concerns a person, in one order, on one thread. */
  public static final String PERSON_PROCESSOR = "person-processor";

  /**
   * Everything that the person processor forwards, to the topics that {@link Destination} names.
   */
  public static final String SINK = "sink";

  /** Raw PostHog events, under any key. */
  public static final String POSTHOG_SOURCE = "posthog-source";

  /** Turns raw PostHog events into canonical events. */
  public static final String NORMALIZER = "normalizer";

  /** Canonical events, and raw events that could not be normalised. */
  public static final String NORMALIZED_SINK = "normalized-sink";

  private NodeNames() {}
}
