package dev.sojourn.http.server;

import static dev.sojourn.http.access.Access.Rule.INGEST;
import static dev.sojourn.http.access.Access.Rule.NODE;
import static dev.sojourn.http.access.Access.Rule.OPEN;
import static dev.sojourn.http.access.Access.Rule.OPERATE;
import static dev.sojourn.http.access.Access.Rule.READ;
import static dev.sojourn.http.access.Access.Rule.WEBHOOK;
import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import dev.sojourn.http.access.Access.Rule;
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
import dev.sojourn.http.mail.EmailWebhooks;
import dev.sojourn.http.mail.Footprints;
import dev.sojourn.http.mail.MailKeys;
import dev.sojourn.http.mail.Unsubscribing;
import dev.sojourn.http.operations.ApiKeys;
import dev.sojourn.http.operations.AuditLogs;
import dev.sojourn.http.operations.Contacts;
import dev.sojourn.http.operations.DeadLetters;
import dev.sojourn.http.operations.Decisions;
import dev.sojourn.http.operations.Enrolments;
import dev.sojourn.http.operations.Events;
import dev.sojourn.http.operations.Explanations;
import dev.sojourn.http.operations.Funnel;
import dev.sojourn.http.operations.Holds;
import dev.sojourn.http.operations.Jobs;
import dev.sojourn.http.operations.Journeys;
import dev.sojourn.http.operations.Metrics;
import dev.sojourn.http.operations.Outbox;
import dev.sojourn.http.operations.Overview;
import dev.sojourn.http.operations.PreferencesOfContact;
import dev.sojourn.http.operations.Replays;
import dev.sojourn.http.operations.States;
import dev.sojourn.http.operations.TemplateMetrics;
import dev.sojourn.http.operations.TimelineOfContact;
import dev.sojourn.http.prometheus.Scrape;
import dev.sojourn.http.read.NodeQueries;
import dev.sojourn.http.read.Reads;
import dev.sojourn.http.read.RemoteReads;
import dev.sojourn.http.template.TemplatePreview;
import dev.sojourn.http.template.Templates;
import dev.sojourn.topics.link.Links;
import io.javalin.http.HandlerType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Every call there is, in one table, with the right that it needs. */
final class Routes {

  private static final String ADMIN = "/v1/admin";
  private static final String JOURNEY = ADMIN + "/journeys/{id}";

  private static final String TOKEN = "{token}";

  private final List<Route> routes = new ArrayList<>();

  List<Route> all() {
    return List.copyOf(routes);
  }

  Routes ingestion(EventGateway events) {
    add(POST, "/v1/events", INGEST, new EventIngestion(events)::one);
    add(POST, "/v1/events/batch", INGEST, new BatchIngestion(events)::batch);
    add(POST, "/v1/webhooks/posthog", WEBHOOK, new PostHogWebhook(events)::take);
    return this;
  }

  Routes journeys(Reads reads, CommandGateway commands, EventGateway events, InstantSource clock) {
    Journeys journeys = new Journeys(reads, commands);
    add(GET, ADMIN + "/journeys", READ, journeys::list);
    add(GET, JOURNEY, READ, journeys::detail);
    add(PATCH, JOURNEY, OPERATE, journeys::toggle);
    States states = new States(reads, commands);
    add(GET, JOURNEY + "/states", READ, states::list);
    add(GET, JOURNEY + "/states/{stateId}", READ, states::detail);
    add(DELETE, JOURNEY + "/states/{stateId}", OPERATE, states::cancel);
    add(GET, ADMIN + "/journey-logs/{stateId}", READ, states::logs);
    Enrolments enrolments = new Enrolments(reads, events);
    add(POST, JOURNEY + "/enroll", OPERATE, enrolments::one);
    add(POST, JOURNEY + "/enroll/batch", OPERATE, enrolments::batch);
    add(POST, JOURNEY + "/explain", READ, new Explanations(reads, clock)::explain);
    add(GET, JOURNEY + "/decisions", READ, new Decisions(reads)::list);
    add(GET, ADMIN + "/metrics/journeys", READ, new Metrics(reads)::journeys);
    add(GET, ADMIN + "/metrics/journeys/{id}", READ, new Funnel(reads)::get);
    add(GET, ADMIN + "/metrics/overview", READ, new Overview(reads)::get);
    add(GET, ADMIN + "/metrics/templates", READ, new TemplateMetrics(reads)::list);
    return this;
  }

  /** What stops a mistake. */
  Routes brakes(Reads reads, CommandGateway commands, InstantSource clock) {
    Holds holds = new Holds(reads, commands);
    add(GET, ADMIN + "/holds", READ, holds::list);
    add(POST, ADMIN + "/hold", OPERATE, holds::holdAll);
    add(POST, ADMIN + "/release", OPERATE, holds::releaseAll);
    add(POST, JOURNEY + "/hold", OPERATE, holds::hold);
    add(POST, JOURNEY + "/release", OPERATE, holds::release);
    Jobs jobs = new Jobs(reads, commands, clock);
    add(POST, JOURNEY + "/states/cancel", OPERATE, jobs::cancelStates);
    add(GET, ADMIN + "/jobs/{id}", READ, jobs::detail);
    return this;
  }

  Routes persons(Reads reads, CommandGateway commands, EventLog log) {
    PreferencesOfContact preferences = new PreferencesOfContact(reads, commands);
    add(GET, ADMIN + "/contacts/{id}/preferences", READ, preferences::get);
    add(PUT, ADMIN + "/contacts/{id}/preferences", OPERATE, preferences::put);
    Contacts contacts = new Contacts(reads, commands);
    add(GET, ADMIN + "/contacts/{id}", READ, contacts::get);
    add(PUT, ADMIN + "/contacts/{id}", OPERATE, contacts::put);
    add(DELETE, ADMIN + "/contacts/{id}", Rule.ADMIN, contacts::erase);
    add(GET, ADMIN + "/contacts/{id}/timeline", READ, new TimelineOfContact(reads, log)::list);
    return this;
  }

  Routes events(Reads reads, CommandGateway commands, EventLog log) {
    Events events = new Events(reads, log);
    add(GET, ADMIN + "/events", READ, events::list);
    add(GET, ADMIN + "/events/{eventId}", READ, events::one);
    add(POST, ADMIN + "/events/replay", Rule.ADMIN, new Replays(reads, log, commands)::replay);
    return this;
  }

  Routes deadLetters(Reads reads, CommandGateway commands, DeadLetterLog log) {
    DeadLetters letters = new DeadLetters(reads, commands, log);
    add(GET, ADMIN + "/dlq", READ, letters::list);
    add(GET, ADMIN + "/dlq/{id}", READ, letters::detail);
    add(POST, ADMIN + "/dlq/{id}/retry", Rule.ADMIN, letters::retry);
    add(DELETE, ADMIN + "/dlq/{id}", Rule.ADMIN, letters::discard);
    return this;
  }

  Routes templates(Reads reads, TemplatePreview preview) {
    Templates templates = new Templates(reads, preview);
    add(GET, ADMIN + "/templates", READ, templates::list);
    add(GET, ADMIN + "/templates/{key}", READ, templates::detail);
    add(POST, ADMIN + "/templates/{key}/preview", READ, templates::preview);
    return this;
  }

  /** What comes back of mails: by their links, which nobody needs a key for, and by webhooks. */
  Routes mail(
      MailKeys keys, Footprints footprints, Reads reads, EventGateway events, InstantSource clock) {
    Unsubscribing unsubscribing = new Unsubscribing(keys.links(), reads, events, clock);
    add(GET, Links.UNSUBSCRIBE + TOKEN, OPEN, unsubscribing::page);
    add(POST, Links.UNSUBSCRIBE + TOKEN, OPEN, unsubscribing::leave);
    add(GET, Links.CLICK + TOKEN, OPEN, footprints::click);
    add(GET, Links.OPEN + TOKEN, OPEN, footprints::open);
    EmailWebhooks webhooks = new EmailWebhooks(keys, reads, events, clock);
    add(POST, "/v1/webhooks/email/{source}", OPEN, webhooks::take);
    return this;
  }

  Routes outbox(Reads reads) {
    add(GET, ADMIN + "/outbox", READ, new Outbox(reads)::list);
    return this;
  }

  Routes access(Reads reads, CommandGateway commands, InstantSource clock) {
    ApiKeys keys = new ApiKeys(reads, commands, clock);
    add(GET, ADMIN + "/api-keys", Rule.ADMIN, keys::list);
    add(POST, ADMIN + "/api-keys", Rule.ADMIN, keys::create);
    add(DELETE, ADMIN + "/api-keys/{id}", Rule.ADMIN, keys::revoke);
    add(GET, ADMIN + "/audit-logs", Rule.ADMIN, new AuditLogs(reads)::list);
    return this;
  }

  Routes health(Health health) {
    add(GET, "/health/live", OPEN, health::live);
    add(GET, "/health/ready", OPEN, health::ready);
    add(GET, "/openapi.yaml", OPEN, ApiDescription.load()::get);
    return this;
  }

  Routes metrics(Scrape scrape) {
    add(GET, "/metrics", READ, scrape::get);
    return this;
  }

  /** For other nodes; no part of the API. */
  Routes nodes(Reads reads) {
    add(POST, RemoteReads.PATH, NODE, new NodeQueries(reads)::answer);
    return this;
  }

  private void add(HandlerType method, String path, Rule rule, Call.Handler handler) {
    routes.add(new Route(method, path, rule, handler));
  }
}
