package dev.sojourn.http;

import dev.sojourn.processor.engine.EngineHarness;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Journeys and people for tests. */
public final class Given {

  /** The time at which every test begins. */
  public static final Instant NOW = EngineHarness.START;

  /** Sends a mail, and ends a day after it was delivered. */
  public static final String WELCOME =
      """
      {
        "id": "activation-welcome",
        "name": "Activation -- Welcome Series",
        "description": "Sends a welcome email series on signup",
        "trigger": {
          "event": "user:created",
          "where": [{ "type": "property", "property": "plan", "operator": "eq", "value": "pro" }]
        },
        "entryLimit": "once",
        "exitOn": [{ "event": "user:deleted" }],
        "suppress": { "hours": 12 },
        "steps": [
          { "id": "start", "type": "send", "channel": "email", "template": "activation/welcome",
            "next": "post-welcome" },
          { "id": "post-welcome", "type": "sleep", "duration": { "days": 1 }, "next": "done" },
          { "id": "done", "type": "complete" }
        ]
      }
      """;

  private Given() {}

  /** A journey with as little as there can be. */
  public static String plain(String id, String trigger) {
    return """
        {"id": "%s", "trigger": {"event": "%s"}, "steps": [{"id": "done", "type": "complete"}]}
        """
        .formatted(id, trigger);
  }

  /**
   * A journey whose trigger says with {@code go} where an instance goes: {@code end} completes it,
   * {@code fail} makes it fail, {@code send} sends a mail first, and any other lets it wait for an
   * hour. It exits on the trigger's name with {@code :out}.
   */
  public static String branching(String id, String trigger) {
    return """
        {"id": "%s", "trigger": {"event": "%s"}, "entryLimit": "unlimited",
         "exitOn": [{"event": "%s:out"}],
         "steps": [
          {"id": "which", "type": "branch", "paths": [
            {"when": [{"type": "property", "property": "go", "operator": "eq", "value": "end"}],
             "next": "done"},
            {"when": [{"type": "property", "property": "go", "operator": "eq", "value": "fail"}],
             "next": "oops"},
            {"when": [{"type": "property", "property": "go", "operator": "eq", "value": "send"}],
             "next": "mail"}],
           "otherwise": "nap"},
          {"id": "mail", "type": "send", "channel": "email", "template": "%s/mail", "next": "nap"},
          {"id": "nap", "type": "sleep", "duration": {"hours": 1}, "next": "done"},
          {"id": "oops", "type": "fail", "message": "it broke"},
          {"id": "done", "type": "complete"}]}
        """
        .formatted(id, trigger, trigger, id);
  }

  /** Users of every partition. */
  public static List<String> users(int count) {
    return IntStream.range(0, count).mapToObj(i -> "user_" + i).toList();
  }
}
