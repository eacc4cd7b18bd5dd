package dev.sojourn.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;

/** What the examples of the seed have in common. */
final class Seed {

  static final String JOURNEYS = "/v1/admin/journeys";

  private Seed() {}

  /** A journey as the list shows it. */
  static JsonNode listed(LiveSojourn sojourn, String id) {
    return sojourn.listed("").stream()
        .filter(journey -> journey.get("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** An instance of the journey of three steps that sleeps, with its ids and times masked. */
  static String waitingState(String journeyId, String userId) {
    return """
        {
          "id": "(uuid)",
          "userId": "%s",
          "userEmail": "somebody@example.com",
          "journeyId": "%s",
          "currentNodeId": "post-welcome",
          "status": "waiting",
          "hatchetRunId": "(uuid)",
          "context": { "plan": "pro" },
          "errorMessage": null,
          "entryCount": 1,
          "completedAt": null,
          "exitedAt": null,
          "createdAt": "(time)",
          "updatedAt": "(time)"
        }
        """
        .formatted(userId, journeyId);
  }
}
