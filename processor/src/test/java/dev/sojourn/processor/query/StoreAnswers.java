package dev.sojourn.processor.query;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/** Asks stores that a test has in its hand. */
public final class StoreAnswers {

  private StoreAnswers() {}

  public static <A> A ask(
      Query<A> query,
      ReadOnlyKeyValueStore<Bytes, byte[]> state,
      ReadOnlyKeyValueStore<Bytes, byte[]> counters,
      ReadOnlyWindowStore<Bytes, byte[]> history) {
    return query.answerType().cast(new Answers(0, state, counters, history).to(query));
  }
}
