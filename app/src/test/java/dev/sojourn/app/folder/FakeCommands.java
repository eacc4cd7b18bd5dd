package dev.sojourn.app.folder;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Answers at once, as it is told, and remembers what it was asked. */
final class FakeCommands implements Commands {

  /** What it was asked. */
  record Asked(Command command, String id) {}

  final List<Asked> asked = new ArrayList<>();
  private Function<Command, CompletableFuture<Result>> answers = FakeCommands::applied;

  /** The engine's answer to a command that is applied. */
  static CompletableFuture<Result> applied(Command command) {
    Answer answer =
        command instanceof Command.PublishJourney publish
            ? new Answer.JourneyPublished(publish.definition().id(), 3, true)
            : command instanceof Command.PublishTemplate template
                ? new Answer.TemplatePublished(template.key(), "hash")
                : new Answer.JourneyMissing(command.key(), true);
    return CompletableFuture.completedFuture(Result.applied(0, answer));
  }

  static CompletableFuture<Result> rejected(Rejection rejection) {
    return CompletableFuture.completedFuture(Result.rejected(0, rejection));
  }

  void answering(Function<Command, CompletableFuture<Result>> answers) {
    this.answers = answers;
  }

  @Override
  public synchronized CompletableFuture<Result> submit(Command command, String commandId) {
    asked.add(new Asked(command, commandId));
    return answers.apply(command);
  }

  List<String> kinds() {
    return asked.stream()
        .map(one -> one.command().getClass().getSimpleName() + " " + one.command().key())
        .toList();
  }
}
