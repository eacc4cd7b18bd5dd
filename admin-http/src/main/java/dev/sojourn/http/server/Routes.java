package dev.sojourn.http.server;

import static dev.sojourn.http.access.Access.Rule.KEY;
import static dev.sojourn.http.access.Access.Rule.OPEN;
import static dev.sojourn.http.access.Access.Rule.WEBHOOK;
import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import dev.sojourn.http.access.Access;
import dev.sojourn.http.call.Call;
import dev.sojourn.http.gateway.CommandGateway;
import dev.sojourn.http.gateway.DeadLetterLog;
import dev.sojourn.http.gateway.EventGateway;
import dev.sojourn.http.gateway.EventLog;
import dev.sojourn.http.health.ApiDescription;
import dev.sojourn.http.health.Health;
import dev.sojourn.http.ingest.BatchIngestion;
import dev.sojourn.http.ingest.EventIngestion;
import dev.sojourn.http.ingest.PostHogWebhook;
import dev.sojourn.http.operations.Contacts;
import dev.sojourn.http.operations.DeadLetters;
import dev.sojourn.http.operations.Decisions;
import dev.sojourn.http.operations.Enrolments;
import dev.sojourn.http.operations.Events;
import dev.sojourn.http.operations.Journeys;
import dev.sojourn.http.operations.Metrics;
import dev.sojourn.http.operations.Outbox;
import dev.sojourn.http.operations.PreferencesOfContact;
import dev.sojourn.http.operations.States;
import dev.sojourn.http.operations.TimelineOfContact;
import dev.sojourn.http.read.NodeQueries;
import dev.sojourn.http.read.Reads;
import dev.sojourn.http.read.RemoteReads;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/** Every call there is, in one table. */
final class Routes {

  private static final String ADMIN = "/v1/admin";
  private static final String JOURNEY = ADMIN + "/journeys/{id}";

  private final List<Route> routes = new ArrayList<>();

  List<Route> all() {
    return List.copyOf(routes);
  }

  Routes ingestion(EventGateway events) {
    add(POST, "/v1/events", KEY, new EventIngestion(events)::one);
    add(POST, "/v1/events/batch", KEY, new BatchIngestion(events)::batch);
    add(POST, "/v1/webhooks/posthog", WEBHOOK, new PostHogWebhook(events)::take);
    return this;
  }

  Routes journeys(Reads reads, CommandGateway commands, EventGateway events) {
    Journeys journeys = new Journeys(reads, commands);
    add(GET, ADMIN + "/journeys", KEY, journeys::list);
    add(GET, JOURNEY, KEY, journeys::detail);
    add(PATCH, JOURNEY, KEY, journeys::toggle);
    States states = new States(reads, commands);
    add(GET, JOURNEY + "/states", KEY, states::list);
    add(GET, JOURNEY + "/states/{stateId}", KEY, states::detail);
    add(DELETE, JOURNEY + "/states/{stateId}", KEY, states::cancel);
    add(GET, ADMIN + "/journey-logs/{stateId}", KEY, states::logs);
    Enrolments enrolments = new Enrolments(reads, events);
    add(POST, JOURNEY + "/enroll", KEY, enrolments::one);
    add(POST, JOURNEY + "/enroll/batch", KEY, enrolments::batch);
    add(GET, JOURNEY + "/decisions", KEY, new Decisions(reads)::list);
    add(GET, ADMIN + "/metrics/journeys", KEY, new Metrics(reads)::journeys);
    return this;
  }

  Routes persons(Reads reads, CommandGateway commands, EventLog log) {
    PreferencesOfContact preferences = new PreferencesOfContact(reads, commands);
    add(GET, ADMIN + "/contacts/{id}/preferences", KEY, preferences::get);
    add(PUT, ADMIN + "/contacts/{id}/preferences", KEY, preferences::put);
    Contacts contacts = new Contacts(reads, commands);
    add(GET, ADMIN + "/contacts/{id}", KEY, contacts::get);
    add(PUT, ADMIN + "/contacts/{id}", KEY, contacts::put);
    add(DELETE, ADMIN + "/contacts/{id}", KEY, contacts::erase);
    TimelineOfContact timeline = new TimelineOfContact(reads, log);
    add(GET, ADMIN + "/contacts/{id}/timeline", KEY, timeline::list);
    add(GET, ADMIN + "/events", KEY, new Events(reads, log)::list);
    return this;
  }

  Routes deadLetters(Reads reads, CommandGateway commands, DeadLetterLog log) {
    DeadLetters letters = new DeadLetters(reads, commands, log);
    add(GET, ADMIN + "/dlq", KEY, letters::list);
    add(GET, ADMIN + "/dlq/{id}", KEY, letters::detail);
    add(POST, ADMIN + "/dlq/{id}/retry", KEY, letters::retry);
    add(DELETE, ADMIN + "/dlq/{id}", KEY, letters::discard);
    return this;
  }

  Routes outbox(Reads reads) {
    add(GET, ADMIN + "/outbox", KEY, new Outbox(reads)::list);
    return this;
  }

  Routes health(Health health) {
    add(GET, "/health/live", OPEN, health::live);
    add(GET, "/health/ready", OPEN, health::ready);
    add(GET, "/openapi.yaml", OPEN, ApiDescription.load()::get);
    return this;
  }

  /** For other nodes; no part of the API. */
  Routes nodes(Reads reads) {
    add(POST, RemoteReads.PATH, KEY, new NodeQueries(reads)::answer);
    return this;
  }

  private void add(HandlerType method, String path, Access.Rule rule, Call.Handler handler) {
    routes.add(new Route(method, path, rule, handler));
  }
}
