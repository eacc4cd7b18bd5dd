package dev.sojourn.http.journey;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.http.request.FieldChecks;
import java.util.List;

/** Request to enrol many people. */
record EnrolBatchRequest(@JsonProperty(required = true) List<EnrolRequest> users) {

  private static final int MOST = 500;

  EnrolBatchRequest {
    FieldChecks.elements("users", users, 1, MOST);
    users = List.copyOf(users);
  }
}
