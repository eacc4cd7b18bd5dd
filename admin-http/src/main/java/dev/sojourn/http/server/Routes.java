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
import dev.sojourn.http.access.ApiKeys;
import dev.sojourn.http.access.AuditLogs;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.cluster.NodeQueries;
import dev.sojourn.http.cluster.RemoteQueries;
import dev.sojourn.http.contact.ContactPreferences;
import dev.sojourn.http.contact.ContactTimeline;
import dev.sojourn.http.contact.Contacts;
import dev.sojourn.http.deadletter.DeadLetters;
import dev.sojourn.http.event.BatchIngestion;
import dev.sojourn.http.event.EventIngestion;
import dev.sojourn.http.event.Events;
import dev.sojourn.http.event.PostHogWebhook;
import dev.sojourn.http.event.Replays;
import dev.sojourn.http.health.ApiDescription;
import dev.sojourn.http.health.Health;
import dev.sojourn.http.journey.Decisions;
import dev.sojourn.http.journey.Enrolments;
import dev.sojourn.http.journey.Explanations;
import dev.sojourn.http.journey.Instances;
import dev.sojourn.http.journey.Journeys;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.kafka.DeadLetterLog;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.EventLog;
import dev.sojourn.http.metric.Funnel;
import dev.sojourn.http.metric.Metrics;
import dev.sojourn.http.metric.Overview;
import dev.sojourn.http.metric.TemplateMetrics;
import dev.sojourn.http.prometheus.Scrape;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.sending.Holds;
import dev.sojourn.http.sending.Jobs;
import dev.sojourn.http.sending.Outbox;
import dev.sojourn.http.template.TemplatePreview;
import dev.sojourn.http.template.Templates;
import dev.sojourn.http.tracking.TrackingLinks;
import dev.sojourn.http.tracking.UnsubscribePages;
import dev.sojourn.http.webhook.EmailKeys;
import dev.sojourn.http.webhook.EmailWebhooks;
import dev.sojourn.topics.link.Links;
import io.javalin.http.HandlerType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Routes of the API in one table, each with the permission it requires. */
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

  Routes journeys(
      ClusterQueries queries, CommandGateway commands, EventGateway events, InstantSource clock) {
    Journeys journeys = new Journeys(queries, commands);
    add(GET, ADMIN + "/journeys", READ, journeys::list);
    add(GET, JOURNEY, READ, journeys::detail);
    add(PATCH, JOURNEY, OPERATE, journeys::toggle);
    Instances states = new Instances(queries, commands);
    add(GET, JOURNEY + "/states", READ, states::list);
    add(GET, JOURNEY + "/states/{stateId}", READ, states::detail);
    add(DELETE, JOURNEY + "/states/{stateId}", OPERATE, states::cancel);
    add(GET, ADMIN + "/journey-logs/{stateId}", READ, states::logs);
    Enrolments enrolments = new Enrolments(queries, events);
    add(POST, JOURNEY + "/enroll", OPERATE, enrolments::one);
    add(POST, JOURNEY + "/enroll/batch", OPERATE, enrolments::batch);
    add(POST, JOURNEY + "/explain", READ, new Explanations(queries, clock)::explain);
    add(GET, JOURNEY + "/decisions", READ, new Decisions(queries)::list);
    add(GET, ADMIN + "/metrics/journeys", READ, new Metrics(queries)::journeys);
    add(GET, ADMIN + "/metrics/journeys/{id}", READ, new Funnel(queries)::get);
    add(GET, ADMIN + "/metrics/overview", READ, new Overview(queries)::get);
    add(GET, ADMIN + "/metrics/templates", READ, new TemplateMetrics(queries)::list);
    return this;
  }

  /** Routes that stop sends and cancel instances. */
  Routes sendingRoutes(ClusterQueries queries, CommandGateway commands, InstantSource clock) {
    Holds holds = new Holds(queries, commands);
    add(GET, ADMIN + "/holds", READ, holds::list);
    add(POST, ADMIN + "/hold", OPERATE, holds::holdAll);
    add(POST, ADMIN + "/release", OPERATE, holds::releaseAll);
    add(POST, JOURNEY + "/hold", OPERATE, holds::hold);
    add(POST, JOURNEY + "/release", OPERATE, holds::release);
    Jobs jobs = new Jobs(queries, commands, clock);
    add(POST, JOURNEY + "/states/cancel", OPERATE, jobs::cancelStates);
    add(GET, ADMIN + "/jobs/{id}", READ, jobs::detail);
    return this;
  }

  Routes persons(ClusterQueries queries, CommandGateway commands, EventLog log) {
    ContactPreferences preferences = new ContactPreferences(queries, commands);
    add(GET, ADMIN + "/contacts/{id}/preferences", READ, preferences::get);
    add(PUT, ADMIN + "/contacts/{id}/preferences", OPERATE, preferences::put);
    Contacts contacts = new Contacts(queries, commands);
    add(GET, ADMIN + "/contacts/{id}", READ, contacts::get);
    add(PUT, ADMIN + "/contacts/{id}", OPERATE, contacts::put);
    add(DELETE, ADMIN + "/contacts/{id}", Rule.ADMIN, contacts::erase);
    add(GET, ADMIN + "/contacts/{id}/timeline", READ, new ContactTimeline(queries, log)::list);
    return this;
  }

  Routes events(ClusterQueries queries, CommandGateway commands, EventLog log) {
    Events events = new Events(queries, log);
    add(GET, ADMIN + "/events", READ, events::list);
    add(GET, ADMIN + "/events/{eventId}", READ, events::one);
    add(POST, ADMIN + "/events/replay", Rule.ADMIN, new Replays(queries, log, commands)::replay);
    return this;
  }

  Routes deadLetters(ClusterQueries queries, CommandGateway commands, DeadLetterLog log) {
    DeadLetters letters = new DeadLetters(queries, commands, log);
    add(GET, ADMIN + "/dlq", READ, letters::list);
    add(GET, ADMIN + "/dlq/{id}", READ, letters::detail);
    add(POST, ADMIN + "/dlq/{id}/retry", Rule.ADMIN, letters::retry);
    add(DELETE, ADMIN + "/dlq/{id}", Rule.ADMIN, letters::discard);
    return this;
  }

  Routes templates(ClusterQueries queries, TemplatePreview preview) {
    Templates templates = new Templates(queries, preview);
    add(GET, ADMIN + "/templates", READ, templates::list);
    add(GET, ADMIN + "/templates/{key}", READ, templates::detail);
    add(POST, ADMIN + "/templates/{key}/preview", READ, templates::preview);
    return this;
  }

  /** Tracking links, which need no key, and email webhooks. */
  Routes tracking(
      EmailKeys keys,
      TrackingLinks trackingLinks,
      ClusterQueries queries,
      EventGateway events,
      InstantSource clock) {
    UnsubscribePages unsubscribing = new UnsubscribePages(keys.links(), queries, events, clock);
    add(GET, Links.UNSUBSCRIBE + TOKEN, OPEN, unsubscribing::page);
    add(POST, Links.UNSUBSCRIBE + TOKEN, OPEN, unsubscribing::leave);
    add(GET, Links.CLICK + TOKEN, OPEN, trackingLinks::click);
    add(GET, Links.OPEN + TOKEN, OPEN, trackingLinks::open);
    EmailWebhooks webhooks = new EmailWebhooks(keys, queries, events, clock);
    add(POST, "/v1/webhooks/email/{source}", OPEN, webhooks::take);
    return this;
  }

  Routes outbox(ClusterQueries queries) {
    add(GET, ADMIN + "/outbox", READ, new Outbox(queries)::list);
    return this;
  }

  Routes access(ClusterQueries queries, CommandGateway commands, InstantSource clock) {
    ApiKeys keys = new ApiKeys(queries, commands, clock);
    add(GET, ADMIN + "/api-keys", Rule.ADMIN, keys::list);
    add(POST, ADMIN + "/api-keys", Rule.ADMIN, keys::create);
    add(DELETE, ADMIN + "/api-keys/{id}", Rule.ADMIN, keys::revoke);
    add(GET, ADMIN + "/audit-logs", Rule.ADMIN, new AuditLogs(queries)::list);
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

  /** Internal route for other nodes; not part of the API. */
  Routes nodes(ClusterQueries queries) {
    add(POST, RemoteQueries.PATH, NODE, new NodeQueries(queries)::answer);
    return this;
  }

  private void add(HandlerType method, String path, Rule rule, ApiRequest.Handler handler) {
    routes.add(new Route(method, path, rule, handler));
  }
}
