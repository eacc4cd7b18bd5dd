package dev.sojourn.processor.command;

import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;

/** Handles commands about rows of this partition that belong to no person. */
@FunctionalInterface
public interface PartitionCommandHandler {

  /**
   * Applies a command.
   *
   * @throws CommandFailedException when deciding threw; nothing has been written
   */
  CommandOutcome apply(InputRecord record, Command.OfPartition command)
      throws CommandFailedException;
}
