package dev.sojourn.processor.journal;

import dev.sojourn.processor.task.InputRecord;
import java.util.Locale;

/** Where what was decided came from. */
public sealed interface JournalSource {

  /** As the journal names it. */
  String text();

  /** An input record. */
  record Input(InputRecord record) implements JournalSource {
    @Override
    public String text() {
      return record.source();
    }
  }

  /** Work of the task itself, which no record caused. */
  enum Background implements JournalSource {
    /** A timer that was due. */
    TIMER,
    /** A look for sends whose outcome is overdue. */
    SWEEP,
    /** The release of held sends. */
    RELEASE,
    /** A job, such as the cancellation of many instances. */
    JOB;

    @Override
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
