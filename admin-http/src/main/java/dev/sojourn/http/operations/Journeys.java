package dev.sojourn.http.operations;

import dev.sojourn.http.call.Call;
import dev.sojourn.http.call.Fields;
import dev.sojourn.http.call.Page;
import dev.sojourn.http.call.Part;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.gateway.CommandGateway;
import dev.sojourn.http.read.Reads;
import dev.sojourn.journeys.registry.RegisteredJourney;
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

  private final Reads reads;
  private final Commands commands;

  public Journeys(Reads reads, CommandGateway commands) {
    this.reads = reads;
    this.commands = new Commands(commands);
  }

  private record DetailAnswer(JourneyViews.Detail journey) {}

  /** {@code GET /v1/admin/journeys}. */
  public void list(Call call) {
    Page page = call.page();
    String enabled = call.choice("enabled", List.of("true", "false"));
    Registry registry = reads.registry();
    List<RegisteredJourney> matching =
        registry.journeys().stream()
            .filter(
                journey -> enabled == null || journey.accepts() == Boolean.parseBoolean(enabled))
            .toList();
    Tallies tallies = Tallies.read(reads);
    Part<JourneyViews.Item> items =
        page.of(matching, Journeys::position)
            .map(journey -> JourneyViews.item(journey, registry, tallies.of(journey.id())));
    call.answer(200, page.answer("journeys", items, matching.size()));
  }

  /** By id, and by nothing else. */
  private static Position position(RegisteredJourney journey) {
    return new Position(Instant.EPOCH, journey.id());
  }

  /** {@code GET /v1/admin/journeys/{id}}. */
  public void detail(Call call) {
    Registry registry = reads.registry();
    RegisteredJourney journey = find(registry, call);
    Tallies tallies = Tallies.read(reads);
    call.answer(
        200,
        new DetailAnswer(
            JourneyViews.detail(
                journey,
                registry,
                tallies.of(journey.id()),
                States.newest(reads, journey.id(), RECENT))));
  }

  /** {@code PATCH /v1/admin/journeys/{id}}. */
  public void toggle(Call call) {
    boolean enabled = Fields.of(call.json(Call.MAX_BODY), "", Set.of("enabled")).flag("enabled");
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
  static RegisteredJourney find(Registry registry, Call call) {
    return registry
        .journey(call.path("id"))
        .orElseThrow(() -> RefusedException.notFound(NOT_FOUND));
  }
}
