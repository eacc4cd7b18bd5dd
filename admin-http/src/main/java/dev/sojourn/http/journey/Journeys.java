package dev.sojourn.http.journey;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.http.request.RequestFields;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Position;
import dev.sojourn.topics.command.Command;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Journeys: the list, one of them, and the switch. */
public final class Journeys {

  static final String NOT_FOUND = "Journey not found";

  private static final int RECENT = 10;

  private static final Commands.Expected TOGGLED =
      new Commands.Expected(List.of("id", "name", "enabled", "updatedAt"), NOT_FOUND);

  private final ClusterQueries reads;
  private final Commands commands;

  public Journeys(ClusterQueries reads, CommandGateway commands) {
    this.reads = reads;
    this.commands = new Commands(commands);
  }

  private record DetailAnswer(JourneyViews.Detail journey) {}

  /** {@code GET /v1/admin/journeys}. */
  public void list(ApiRequest call) {
    Page page = call.page();
    String enabled = call.choice("enabled", List.of("true", "false"));
    Registry registry = reads.registry();
    List<Journey> matching =
        registry.journeys().stream()
            .filter(
                journey -> enabled == null || journey.acceptsEntries() == Boolean.parseBoolean(enabled))
            .toList();
    Tallies tallies = Tallies.read(reads);
    PageSlice<JourneyViews.Item> items =
        page.of(matching, Journeys::position)
            .map(journey -> JourneyViews.item(journey, registry, tallies.of(journey.id())));
    call.answer(200, page.answer("journeys", items, matching.size()));
  }

  /** By id, and by nothing else. */
  private static Position position(Journey journey) {
    return new Position(Instant.EPOCH, journey.id());
  }

  /** {@code GET /v1/admin/journeys/{id}}. */
  public void detail(ApiRequest call) {
    Registry registry = reads.registry();
    Journey journey = find(registry, call);
    Tallies tallies = Tallies.read(reads);
    call.answer(
        200,
        new DetailAnswer(
            JourneyViews.detail(
                journey,
                registry,
                tallies.of(journey.id()),
                Instances.newest(reads, journey.id(), RECENT))));
  }

  /** {@code PATCH /v1/admin/journeys/{id}}. */
  public void toggle(ApiRequest call) {
    boolean enabled = RequestFields.of(call.json(ApiRequest.MAX_BODY), "", Set.of("enabled")).flag("enabled");
    String id = find(reads.registry(), call).id();
    call.answer(
        200,
        Map.of("journey", commands.run(call, new Command.ToggleJourney(id, enabled), TOGGLED)));
  }

  /**
   * The journey that the path names.
   *
   * @throws RefusedException with 404 when there is none
   */
  static Journey find(Registry registry, ApiRequest call) {
    return registry
        .journey(call.path("id"))
        .orElseThrow(() -> RefusedException.notFound(NOT_FOUND));
  }
}
