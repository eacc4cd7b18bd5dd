package dev.sojourn.processor.row;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A family of rows, as everything sees it that must know all rows of a task: erasing and retention.
 * Used only by the task's stream thread.
 */
public interface StateFamily {

  /** The name of its store. */
  String store();

  /** The first byte of its keys; 0 when its store has no other family. */
  byte prefix();

  /** How long its rows are kept. */
  Retention retention();

  /**
   * Every row that names or describes a person. Rows that belong to others, such as those of an
   * instance, are found through their owner, so that all families must be asked before any row is
   * replaced.
   */
  List<Row> rows(PersonKey who);

  /**
   * What stays of a row when its person is erased; null when nothing does.
   *
   * @param pseudonym names the person from then on
   */
  default byte @Nullable [] pseudonymised(Row row, String pseudonym) {
    return null;
  }

  /**
   * Replaces a row, with what is cached and counted of it.
   *
   * @param value null to delete it
   */
  void replace(Row row, byte @Nullable [] value);

  /** A family whose rows are about nobody. */
  static StateFamily impersonal(String store, byte prefix, Retention retention) {
    return new StateFamily() {
      @Override
      public String store() {
        return store;
      }

      @Override
      public byte prefix() {
        return prefix;
      }

      @Override
      public Retention retention() {
        return retention;
      }

      @Override
      public List<Row> rows(PersonKey who) {
        return List.of();
      }

      @Override
      public void replace(Row row, byte @Nullable [] value) {
        throw new IllegalArgumentException(
            "expected a family of people, found '%c'".formatted(prefix));
      }
    };
  }
}
