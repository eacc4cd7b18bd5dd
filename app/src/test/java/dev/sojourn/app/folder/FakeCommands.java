package dev.sojourn.app.folder;

import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers at once, as it is told, and remembers what it was asked. */
final class FakeCommands implements Commands {

  static final Result OK = new Result(0, 1, 200, null, Map.of());

  /** What it was asked. */
  record Asked(Command command, String id) {}

  final List<Asked> asked = new ArrayList<>();
  private Function<Command, CompletableFuture<Result>> answers =
      command -> CompletableFuture.completedFuture(OK);

  static CompletableFuture<Result> answer(int status, @Nullable String error) {
    return CompletableFuture.completedFuture(new Result(0, 1, status, error, Map.of()));
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
