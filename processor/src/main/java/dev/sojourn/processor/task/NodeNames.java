package dev.sojourn.processor.task;

/** Names of the topology's nodes, as drawn in `docs/architecture.md`. */
public final class NodeNames {

  /** Canonical events, in append order. */
  public static final String EVENTS_SOURCE = "events-source";

  /** Commands; they overtake a backlog of events. */
  public static final String CONTROL_SOURCE = "control-source";

  /** Registry entries; they overtake too, so that a toggle applies to the next event. */
  public static final String REGISTRY_SOURCE = "registry-source";

  /** Outcomes of sends, ordered with the events. */
  public static final String OUTCOMES_SOURCE = "outcomes-source";

  /** Our own dead letters, read back so that they can be listed. */
  public static final String DEAD_LETTERS_SOURCE = "dead-letters-source";

  /** Processes everything that concerns a person, in one order, on one thread. */
  public static final String PERSON_PROCESSOR = "person-processor";

  /** Emitted and rerouted events. */
  public static final String EVENTS_SINK = "events-sink";

  /** Registry changes, a copy to each partition. */
  public static final String REGISTRY_SINK = "registry-sink";

  /** Actions for delivery. */
  public static final String ACTIONS_SINK = "actions-sink";

  /** Command results, to the partition that the requester listens to. */
  public static final String RESULTS_SINK = "results-sink";

  /** The journal: every decision. */
  public static final String JOURNAL_SINK = "journal-sink";

  /** Records that could not be processed. */
  public static final String DEAD_LETTERS_SINK = "dead-letters-sink";

  /** Commands redriven from dead letters. */
  public static final String RETRIED_CONTROL_SINK = "retried-control-sink";

  /** Outcomes redriven from dead letters. */
  public static final String RETRIED_OUTCOMES_SINK = "retried-outcomes-sink";

  /** Raw PostHog events redriven from dead letters. */
  public static final String RETRIED_POSTHOG_SINK = "retried-posthog-sink";

  /** Raw PostHog events, under any key. */
  public static final String POSTHOG_SOURCE = "posthog-source";

  /** Turns raw PostHog events into canonical events. */
  public static final String NORMALIZER = "normalizer";

  /** Canonical events, to the partitions that own their users. */
  public static final String NORMALIZED_SINK = "normalized-sink";

  /** Raw PostHog events that could not be normalised. */
  public static final String POSTHOG_DEAD_LETTERS_SINK = "posthog-dead-letters-sink";

  private NodeNames() {}
}
