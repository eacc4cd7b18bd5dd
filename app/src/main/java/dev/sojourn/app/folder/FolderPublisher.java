package dev.sojourn.app.folder;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.result.Answer.JourneyPublished;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the content of a folder: templates and the sending policy before the journeys that use
 * them, then marks missing journeys. Used by one thread at a time.
 *
 * <p>Each command gets a random id, kept over its retries. An id derived from the content would get
 * the first result for a day: publishing A, then B, then A again would leave B in place and report
 * that A is.
 */
public final class FolderPublisher {

  /** Concurrent commands; enough to hide the round trip, few enough not to queue. */
  private static final int WINDOW = 32;

  private final Commands commands;
  private final Supplier<Optional<Registry>> registry;
  private final RetrySettings retries;
  private final Function<Rejection, String> texts;
  private final Consumer<String> progress;
  private @Nullable Set<String> lastLoaded;

  /**
   * Creates a publisher.
   *
   * @param registry everything published, empty while this node does not know
   * @param texts what to tell the author of a rejected file
   * @param progress receives one line per published journey
   */
  public FolderPublisher(
      Commands commands,
      Supplier<Optional<Registry>> registry,
      RetrySettings retries,
      Function<Rejection, String> texts,
      Consumer<String> progress) {
    this.commands = commands;
    this.registry = registry;
    this.retries = retries;
    this.texts = texts;
    this.progress = progress;
  }

  /**
   * Retry settings.
   *
   * @param answer timeout of one attempt
   * @param pause between two attempts
   * @param attempts per command, at least 1
   */
  public record RetrySettings(Duration answer, Duration pause, int attempts) {}

  /**
   * Publishes the content and waits for every result.
   *
   * @return the refusals, one line each
   * @throws UnansweredException when a command got no result; publishing all of it again is safe
   * @throws InterruptedException when interrupted while waiting
   */
  public List<String> publish(FolderContent content)
      throws UnansweredException, InterruptedException {
    List<PublishTask> tasks = new ArrayList<>();
    content
        .sending()
        .ifPresent(
            policy -> tasks.add(new PublishTask("sending", new Command.PublishSending(policy))));
    content
        .templates()
        .forEach(
            template ->
                tasks.add(
                    new PublishTask(
                        "template '%s'".formatted(template.key()),
                        new Command.PublishTemplate(template))));
    List<String> refused = new ArrayList<>(runAll(tasks));
    tasks.clear();
    content
        .journeys()
        .forEach(
            journey ->
                tasks.add(
                    new PublishTask(
                        "journey '%s'".formatted(journey.id()),
                        new Command.PublishJourney(journey, ContentHash.of(journey)))));
    refused.addAll(runAll(tasks));
    refused.addAll(markMissing(content));
    return refused;
  }

  private List<String> markMissing(FolderContent content)
      throws UnansweredException, InterruptedException {
    Optional<Registry> known = registry.get();
    if (known.isEmpty()) {
      // The next load checks for missing journeys again, like the first one.
      return List.of();
    }
    Set<String> present = content.journeyIds();
    Set<String> before = lastLoaded;
    List<PublishTask> tasks =
        known.get().journeys().stream()
            .filter(journey -> journey.origin() == Journey.Origin.FILE)
            .filter(journey -> "file".equals(journey.source()))
            .filter(journey -> !present.contains(journey.id()))
            .filter(journey -> before == null || before.contains(journey.id()))
            .map(
                journey ->
                    new PublishTask(
                        "missing journey '%s'".formatted(journey.id()),
                        new Command.MarkMissing(journey.id())))
            .toList();
    List<String> refused = runAll(tasks);
    lastLoaded = present;
    return refused;
  }

  private record PublishTask(String what, Command command) {}

  private List<String> runAll(List<PublishTask> tasks)
      throws UnansweredException, InterruptedException {
    List<String> refused = new ArrayList<>();
    for (int from = 0; from < tasks.size(); from += WINDOW) {
      List<PublishTask> window = tasks.subList(from, Math.min(tasks.size(), from + WINDOW));
      List<CompletableFuture<Result>> answers = window.stream().map(this::submit).toList();
      for (int i = 0; i < window.size(); i++) {
        PublishTask task = window.get(i);
        Result result = answer(task, answers.get(i));
        Optional<String> refusal = refusal(task, result);
        refusal.ifPresentOrElse(refused::add, () -> report(task, result));
      }
    }
    return refused;
  }

  private void report(PublishTask task, Result result) {
    if (task.command() instanceof Command.PublishJourney) {
      JourneyPublished published = result.answer(JourneyPublished.class);
      progress.accept(
          "published journey %s v%d".formatted(published.journeyId(), published.version()));
    }
  }

  private CompletableFuture<Result> submit(PublishTask task) {
    return attempt(task, "folder-" + UUID.randomUUID(), retries.attempts());
  }

  private CompletableFuture<Result> attempt(PublishTask task, String commandId, int left) {
    CompletableFuture<Result> answer =
        commands
            .submit(task.command(), commandId)
            .copy()
            .orTimeout(retries.answer().toMillis(), TimeUnit.MILLISECONDS);
    if (left <= 1) {
      return answer;
    }
    Executor later =
        CompletableFuture.delayedExecutor(retries.pause().toMillis(), TimeUnit.MILLISECONDS);
    return answer.exceptionallyComposeAsync(failure -> attempt(task, commandId, left - 1), later);
  }

  private static Result answer(PublishTask task, CompletableFuture<Result> answer)
      throws UnansweredException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new UnansweredException(task.what(), e.getCause());
    }
  }

  private Optional<String> refusal(PublishTask task, Result result) {
    return Optional.ofNullable(result.rejection())
        .map(rejection -> "%s: %s".formatted(task.what(), texts.apply(rejection)));
  }
}
