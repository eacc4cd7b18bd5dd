package dev.sojourn.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.query.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

  /** The first letter is the time, the rest tells apart what lists show. */
  private static Position byFirstLetter(String row) {
    return new Position(NOW.minusSeconds(row.charAt(0)), "");
  }

  private static Position byNumber(int row) {
    return new Position(NOW.minusSeconds(row / 10), "%04d".formatted(row));
  }

  @Test
  void shouldMergeInOrder() {
    assertThat(
            new Page(10, 0)
                .merge(
                    List.of(List.of("a", "d"), List.of("b"), List.of(), List.of("c", "e")),
                    PageTest::byFirstLetter))
        .isEqualTo(new PageSlice<>(List.of("a", "b", "c", "d", "e"), null));
  }

  @Test
  void shouldKeepTheOrderOfEachListWhereItSeesATie() {
    assertThat(
            new Page(10, 0)
                .merge(
                    List.of(List.of("a2", "a1", "b"), List.of("b9", "b8")), PageTest::byFirstLetter)
                .rows())
        .containsSubsequence("a2", "a1", "b")
        .containsSubsequence("b9", "b8");
  }

  @Test
  void shouldCutItsPart() {
    List<List<Integer>> lists = List.of(List.of(1, 3, 5, 7), List.of(2, 4, 6));

    assertThat(new Page(2, 3).merge(lists, PageTest::byNumber).rows()).containsExactly(4, 5);
    assertThat(new Page(2, 6).merge(lists, PageTest::byNumber).rows()).containsExactly(7);
    assertThat(new Page(2, 7).merge(lists, PageTest::byNumber).rows()).isEmpty();
  }

  @Test
  void shouldSayWhereToGoOnOnlyWhenThereIsMore() {
    List<Integer> all = List.of(1, 2, 3, 4);

    assertThat(new Page(3, 0).of(all, PageTest::byNumber).cursor()).isNotNull();
    assertThat(new Page(4, 0).of(all, PageTest::byNumber).cursor()).isNull();
    assertThat(new Page(3, 1).of(all, PageTest::byNumber).cursor()).isNull();
    assertThat(new Page(3, 9).of(all, PageTest::byNumber).cursor()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10, 99, 100})
  void shouldShowEveryRowOnceFromCursorToCursor(int limit) {
    // given ties of ten at each moment
    List<Integer> all = IntStream.range(0, 100).boxed().toList();

    // when
    List<Integer> seen = new ArrayList<>();
    Page page = new Page(limit, 0);
    PageSlice<Integer> part = page.of(all, PageTest::byNumber);
    seen.addAll(part.rows());
    while (part.cursor() != null) {
      page = new Page(limit, 0, "", Cursor.read("", part.cursor()).orElseThrow());
      part = page.of(all, PageTest::byNumber);
      seen.addAll(part.rows());
    }

    // then
    assertThat(seen).isEqualTo(all);
  }

  @Test
  void shouldReadTheCursorsItWrote() {
    Position position = new Position(NOW, "an id: with a colon, and ü\n");

    assertThat(Cursor.read("0a1b", Cursor.write("0a1b", position))).contains(position);
    assertThat(Cursor.read("0a1c", Cursor.write("0a1b", position))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3::0", "1:0:a", "3:0:a", "3::-5:a", "3::1.5:a", "3::0:", "3:g:0:a", ":", "a"})
  void shouldTakeNothingElseForACursor(String text) {
    assertThat(Cursor.read("", text)).isEmpty();
    assertThat(
            Cursor.read(
                "", Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))))
        .isEmpty();
  }
}
