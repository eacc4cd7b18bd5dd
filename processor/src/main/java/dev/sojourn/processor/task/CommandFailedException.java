package dev.sojourn.processor.task;

import dev.sojourn.journeys.person.PersonUnreadableException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** An exception while a command was decided. Nothing has been written. */
public final class CommandFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  public CommandFailedException(RuntimeException cause) {
    super(cause.toString(), cause);
  }

  /**
   * Decides. A failure of a store must stop the task; anything else that deciding throws fails only
   * the command, since nothing has been written yet.
   */
  public static <T> T unlessDecided(Supplier<T> decide) throws CommandFailedException {
    try {
      return decide.get();
    } catch (KafkaException | PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFailedException(e);
    }
  }
}
