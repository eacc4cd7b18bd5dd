package dev.sojourn.app.e2e;

/** Journeys that are about as small as what is tested with them allows. */
final class TestJourneys {

  private TestJourneys() {}

  /**
   * The journey of the seeds: send, sleep, done.
   *
   * @param sleep how long, such as {@code PT1S}
   * @param more further keys, each with a comma behind it
   */
  static String threeSteps(String id, String event, String sleep, String more) {
    return """
        {"id": "%s", "name": "Activation -- Welcome Series", "trigger": {"event": "%s"}, %s
         "steps": [
          {"id": "start", "type": "send", "channel": "email", "template": "e2e/first", "next": "post-welcome"},
          {"id": "post-welcome", "type": "sleep", "duration": "%s", "next": "done"},
          {"id": "done", "type": "complete"}]}
        """
        .formatted(id, event, more, sleep);
  }

  /** A journey that is over as soon as it begins. */
  static String instant(String id, String event, String more) {
    return """
        {"id": "%s", "trigger": {"event": "%s"}, %s
         "steps": [{"id": "done", "type": "complete"}]}
        """
        .formatted(id, event, more);
  }

  /** A journey that sleeps for longer than any test, then sends. */
  static String sleeping(String id, String event, String more) {
    return """
        {"id": "%s", "trigger": {"event": "%s"}, %s
         "steps": [
          {"id": "nap", "type": "sleep", "duration": {"hours": 1}, "next": "mail"},
          {"id": "mail", "type": "send", "channel": "email", "template": "e2e/second", "next": "done"},
          {"id": "done", "type": "complete"}]}
        """
        .formatted(id, event, more);
  }

  /** A journey whose first step waits for an event. */
  static String waiting(String id, String event, String awaited, String timeout, String more) {
    return """
        {"id": "%s", "trigger": {"event": "%s"}, %s
         "steps": [
          {"id": "hear", "type": "wait_for_event", "event": "%s", "timeout": "%s",
           "next": "done", "timeoutNext": "late"},
          {"id": "late", "type": "exit", "reason": "late"},
          {"id": "done", "type": "complete"}]}
        """
        .formatted(id, event, more, awaited, timeout);
  }

  /** A journey that fails at once. */
  static String failing(String id, String event, String more) {
    return """
        {"id": "%s", "trigger": {"event": "%s"}, %s
         "steps": [{"id": "oops", "type": "fail", "message": "it broke"}]}
        """
        .formatted(id, event, more);
  }
}
