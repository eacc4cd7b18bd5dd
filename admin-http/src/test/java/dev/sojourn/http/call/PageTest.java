package dev.sojourn.http.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final Comparator<String> BY_FIRST_LETTER =
      Comparator.comparing(text -> text.charAt(0));

  @Test
  void shouldMergeInOrder() {
    assertThat(
            new Page(10, 0)
                .merge(
                    List.of(List.of("a", "d"), List.of("b"), List.of(), List.of("c", "e")),
                    Comparator.<String>naturalOrder()))
        .containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void shouldKeepTheOrderOfEachListWhereItSeesATie() {
    assertThat(
            new Page(10, 0)
                .merge(List.of(List.of("a2", "a1", "b"), List.of("b9", "b8")), BY_FIRST_LETTER))
        .containsSubsequence("a2", "a1", "b")
        .containsSubsequence("b9", "b8");
  }

  @Test
  void shouldCutItsPart() {
    List<List<Integer>> lists = List.of(List.of(1, 3, 5, 7), List.of(2, 4, 6));

    assertThat(new Page(2, 3).merge(lists, Comparator.<Integer>naturalOrder()))
        .containsExactly(4, 5);
    assertThat(new Page(2, 6).merge(lists, Comparator.<Integer>naturalOrder())).containsExactly(7);
    assertThat(new Page(2, 7).merge(lists, Comparator.<Integer>naturalOrder())).isEmpty();
  }
}
