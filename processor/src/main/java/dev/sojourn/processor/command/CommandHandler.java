package dev.sojourn.processor.command;

import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import java.util.function.BiFunction;

/** Handles one type of command. Used only by the task's stream thread. */
public interface CommandHandler<C extends Command> {

  /** The class of the command. */
  Class<C> type();

  /**
   * Applies a command.
   *
   * @throws CommandFailedException when deciding threw; nothing has been written
   */
  CommandOutcome handle(C command, InputRecord record) throws CommandFailedException;

  /** How a command is applied. */
  @FunctionalInterface
  interface Applies<C> {
    CommandOutcome apply(C command, InputRecord record) throws CommandFailedException;
  }

  /** A handler of this type of command. */
  static <C extends Command> CommandHandler<C> of(Class<C> type, Applies<C> applies) {
    return new CommandHandler<>() {
      @Override
      public Class<C> type() {
        return type;
      }

      @Override
      public CommandOutcome handle(C command, InputRecord record) throws CommandFailedException {
        return applies.apply(command, record);
      }
    };
  }

  /** A handler that writes nothing itself, so that whatever it throws fails only the command. */
  static <C extends Command> CommandHandler<C> deciding(
      Class<C> type, BiFunction<C, InputRecord, CommandOutcome> decides) {
    return of(
        type,
        (command, record) ->
            CommandFailedException.unlessDecided(() -> decides.apply(command, record)));
  }
}
