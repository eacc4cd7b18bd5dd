package dev.sojourn.http.journey;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Position;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer.JourneyToggled;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Journey routes: list, detail and toggle. */
public final class Journeys {

  public static final String NOT_FOUND = "Journey not found";

  private static final int RECENT = 10;

  private final ClusterQueries queries;
  private final Commands commands;

  public Journeys(ClusterQueries queries, Commands commands) {
    this.queries = queries;
    this.commands = commands;
  }

  private record DetailAnswer(JourneyViews.Detail journey) {}

  private record Toggled(String id, String name, boolean enabled, Instant updatedAt) {

    static Toggled of(JourneyToggled answer) {
      return new Toggled(answer.journeyId(), answer.name(), answer.enabled(), answer.updatedAt());
    }
  }

  /** {@code GET /v1/admin/journeys}. */
  public void list(ApiRequest request) {
    Page page = request.page();
    String enabled = request.choice("enabled", List.of("true", "false"));
    Registry registry = queries.registry();
    List<Journey> matching =
        registry.journeys().stream()
            .filter(
                journey ->
                    enabled == null || journey.acceptsEntries() == Boolean.parseBoolean(enabled))
            .toList();
    Tallies tallies = Tallies.read(queries);
    PageSlice<JourneyViews.Item> items =
        page.of(matching, Journeys::position)
            .map(journey -> JourneyViews.item(journey, registry, tallies.of(journey.id())));
    request.answer(200, page.answer("journeys", items, matching.size()));
  }

  /** Journeys are ordered by id alone. */
  private static Position position(Journey journey) {
    return new Position(Instant.EPOCH, journey.id());
  }

  /** {@code GET /v1/admin/journeys/{id}}. */
  public void detail(ApiRequest request) {
    Registry registry = queries.registry();
    Journey journey = find(registry, request);
    Tallies tallies = Tallies.read(queries);
    request.answer(
        200,
        new DetailAnswer(
            JourneyViews.detail(
                journey,
                registry,
                tallies.of(journey.id()),
                Instances.newest(queries, journey.id(), RECENT))));
  }

  /** {@code PATCH /v1/admin/journeys/{id}}. */
  public void toggle(ApiRequest request) {
    boolean enabled = request.body(ToggleRequest.class).enabled();
    String id = find(queries.registry(), request).id();
    request.answerLater(
        200,
        commands
            .run(request, new Command.ToggleJourney(id, enabled), JourneyToggled.class)
            .thenApply(toggled -> Map.of("journey", Toggled.of(toggled))));
  }

  /**
   * Looks up the journey in the path.
   *
   * @throws RefusedException with 404 when there is none
   */
  public static Journey find(Registry registry, ApiRequest request) {
    return registry
        .journey(request.path("id"))
        .orElseThrow(() -> RefusedException.notFound(NOT_FOUND));
  }
}
