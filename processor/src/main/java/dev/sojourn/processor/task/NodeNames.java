package dev.sojourn.processor.task;

/** The names of the nodes, as `docs/architecture.md` draws them. */
public final class NodeNames {

  /** Canonical events, in their order. */
  public static final String EVENTS_SOURCE = "events-source";

  /** Admin writes; they overtake a backlog of events. */
  public static final String CONTROL_SOURCE = "control-source";

  /** Published things; they overtake as well, so that a toggle counts for the next event. */
  public static final String REGISTRY_SOURCE = "registry-source";

  /** What delivery did, in order with the events. */
  public static final String OUTCOMES_SOURCE = "outcomes-source";

  /** Our own dead letters, read back to be listed. */
  public static final String DEAD_LETTERS_SOURCE = "dead-letters-source";

  /** Sees everything that concerns a person, in one order, on one thread. */
  public static final String PERSON_PROCESSOR = "person-processor";

  /** Emitted and rerouted events. */
  public static final String EVENTS_SINK = "events-sink";

  /** Changes of what is published, a copy to each partition. */
  public static final String REGISTRY_SINK = "registry-sink";

  /** What delivery must do. */
  public static final String ACTIONS_SINK = "actions-sink";

  /** Answers, to the partition that the asker listens to. */
  public static final String RESULTS_SINK = "results-sink";

  /** Every decision. */
  public static final String JOURNAL_SINK = "journal-sink";

  /** What could not be processed. */
  public static final String DEAD_LETTERS_SINK = "dead-letters-sink";

  /** Admin writes that are retried after they were dead letters. */
  public static final String RETRIED_CONTROL_SINK = "retried-control-sink";

  /** Outcomes that are retried after they were dead letters. */
  public static final String RETRIED_OUTCOMES_SINK = "retried-outcomes-sink";

  /** What PostHog wrote, retried after it was a dead letter. */
  public static final String RETRIED_POSTHOG_SINK = "retried-posthog-sink";

  /** What PostHog writes, by any key. */
  public static final String POSTHOG_SOURCE = "posthog-source";

  /** Turns it into canonical events. */
  public static final String NORMALIZER = "normalizer";

  /** Canonical events, to the partitions that own their users. */
  public static final String NORMALIZED_SINK = "normalized-sink";

  /** What of it cannot be understood. */
  public static final String POSTHOG_DEAD_LETTERS_SINK = "posthog-dead-letters-sink";

  private NodeNames() {}
}
