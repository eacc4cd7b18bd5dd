package dev.sojourn.app.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloseableStackTest {

  private final List<String> closed = new ArrayList<>();
  private final CloseableStack parts = new CloseableStack();

  private AutoCloseable part(String name) {
    return () -> closed.add(name);
  }

  @Test
  void shouldCloseTheOtherWayRoundAndOnce() throws Exception {
    // given
    parts.add("first", part("first"));
    parts.add("second", part("second"));

    // when
    parts.close();
    parts.close();

    // then
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void shouldCloseTheOthersWhenOneCannotBeClosed() throws Exception {
    // given
    parts.add("first", part("first"));
    parts.add(
        "second",
        () -> {
          throw new IllegalStateException("stuck");
        });

    // when
    parts.close();

    // then
    assertThat(closed).containsExactly("first");
  }

  @Test
  void shouldCloseAPartThatComesTooLate() {
    // given
    parts.close();

    // then
    assertThatThrownBy(() -> parts.add("late", part("late")))
        .isInstanceOf(StartException.class)
        .hasMessage("stopped while it was starting");
    assertThat(closed).containsExactly("late");
  }
}
