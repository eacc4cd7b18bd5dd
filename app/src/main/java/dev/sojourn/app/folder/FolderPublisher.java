package dev.sojourn.app.folder;

import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a folder says: templates, and what protects people, before the journeys that send;
 * then what is missing. For one thread at a time.
 *
 * <p>Each command has an id made for it, kept over its repeats. An id made from the content would
 * get the first answer for a day: A, then B, then A again would leave B standing and say that A is.
 */
public final class FolderPublisher {

  /** Commands under way at once; enough to hide the round trip, few enough to queue nowhere. */
  private static final int WINDOW = 32;

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final Commands commands;
  private final Supplier<Optional<Registry>> registry;
  private final Patience patience;
  private @Nullable Set<String> lastLoaded;

  /**
   * A publisher.
   *
   * @param registry everything published, empty while this node does not know
   */
  public FolderPublisher(
      Commands commands, Supplier<Optional<Registry>> registry, Patience patience) {
    this.commands = commands;
    this.registry = registry;
    this.patience = patience;
  }

  /**
   * How long to wait for an answer.
   *
   * @param answer to one attempt
   * @param pause between two attempts
   * @param attempts at each command, from 1
   */
  public record Patience(Duration answer, Duration pause, int attempts) {}

  /**
   * Publishes all of it and waits for every answer.
   *
   * @return what was refused, one line each
   * @throws UnansweredException when some command was not answered; repeating all of it is safe
   * @throws InterruptedException when interrupted while waiting
   */
  public List<String> publish(FolderContent content)
      throws UnansweredException, InterruptedException {
    List<Order> orders = new ArrayList<>();
    content
        .sending()
        .ifPresent(policy -> orders.add(new Order("sending", new Command.PublishSending(policy))));
    content
        .templates()
        .forEach(
            template ->
                orders.add(
                    new Order(
                        "template '%s'".formatted(template.key()),
                        new Command.PublishTemplate(template))));
    List<String> refused = new ArrayList<>(carryOut(orders));
    orders.clear();
    content
        .journeys()
        .forEach(
            journey ->
                orders.add(
                    new Order(
                        "journey '%s'".formatted(journey.id()),
                        new Command.PublishJourney(journey, ContentHash.of(journey)))));
    refused.addAll(carryOut(orders));
    refused.addAll(markMissing(content));
    return refused;
  }

  private List<String> markMissing(FolderContent content)
      throws UnansweredException, InterruptedException {
    Optional<Registry> known = registry.get();
    if (known.isEmpty()) {
      // What is missing is looked for again at the next load, as at the first one.
      return List.of();
    }
    Set<String> present = content.journeyIds();
    Set<String> before = lastLoaded;
    List<Order> orders =
        known.get().journeys().stream()
            .filter(journey -> journey.origin() == Journey.Origin.FILE)
            .filter(journey -> "file".equals(journey.source()))
            .filter(journey -> !present.contains(journey.id()))
            .filter(journey -> before == null || before.contains(journey.id()))
            .map(
                journey ->
                    new Order(
                        "missing journey '%s'".formatted(journey.id()),
                        new Command.MarkMissing(journey.id())))
            .toList();
    List<String> refused = carryOut(orders);
    lastLoaded = present;
    return refused;
  }

  private record Order(String what, Command command) {}

  private List<String> carryOut(List<Order> orders)
      throws UnansweredException, InterruptedException {
    List<String> refused = new ArrayList<>();
    for (int from = 0; from < orders.size(); from += WINDOW) {
      List<Order> window = orders.subList(from, Math.min(orders.size(), from + WINDOW));
      List<CompletableFuture<Result>> answers = window.stream().map(this::submit).toList();
      for (int i = 0; i < window.size(); i++) {
        refusal(window.get(i), answer(window.get(i), answers.get(i))).ifPresent(refused::add);
      }
    }
    return refused;
  }

  private CompletableFuture<Result> submit(Order order) {
    return attempt(order, "folder-" + UUID.randomUUID(), patience.attempts());
  }

  private CompletableFuture<Result> attempt(Order order, String commandId, int left) {
    CompletableFuture<Result> answer =
        commands
            .submit(order.command(), commandId)
            .copy()
            .orTimeout(patience.answer().toMillis(), TimeUnit.MILLISECONDS)
            .thenCompose(
                result ->
                    result.status() == UNAVAILABLE
                        ? CompletableFuture.failedFuture(
                            new IllegalStateException(String.valueOf(result.error())))
                        : CompletableFuture.completedFuture(result));
    if (left <= 1) {
      return answer;
    }
    Executor later =
        CompletableFuture.delayedExecutor(patience.pause().toMillis(), TimeUnit.MILLISECONDS);
    return answer.exceptionallyComposeAsync(failure -> attempt(order, commandId, left - 1), later);
  }

  private static Result answer(Order order, CompletableFuture<Result> answer)
      throws UnansweredException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new UnansweredException(order.what(), e.getCause());
    }
  }

  private static Optional<String> refusal(Order order, Result result) {
    boolean gone = order.command() instanceof Command.MarkMissing && result.status() == NOT_FOUND;
    if (gone || (result.status() == OK && result.error() == null)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: %s"
            .formatted(
                order.what(),
                result.error() == null ? "answered " + result.status() : result.error()));
  }
}
