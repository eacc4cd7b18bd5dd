package dev.sojourn.processor.person;

import dev.sojourn.processor.query.Position;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.TimelineView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Timeline of a person: the newest entries, added in any order. Newest first; within one
 * millisecond an effect comes before its cause, so that the list read backwards is the story.
 */
final class Timeline {

  static final String EVENT = "event";
  static final String DECISION = "decision";
  static final String TRANSITION = "transition";
  static final String SEND = "send";

  private final @Nullable String type;
  private final @Nullable Position after;
  private final int limit;
  private final List<TimelineView> items = new ArrayList<>();
  private long total;

  /**
   * Creates a timeline.
   *
   * @param type of the entries to take, null for all
   * @param after only entries after this position in the list, null for all
   * @param limit how many of the newest entries are kept
   */
  Timeline(@Nullable String type, @Nullable Position after, int limit) {
    this.type = type;
    this.after = after;
    this.limit = limit;
  }

  boolean wants(String wanted) {
    return type == null || type.equals(wanted);
  }

  boolean wantsOther(String than) {
    return type == null || !type.equals(than);
  }

  void add(TimelineView view) {
    if (!wants(view.type())) {
      return;
    }
    total++;
    if (after == null || view.position().isAfter(after)) {
      items.add(view);
    }
    if (items.size() > 2 * limit + 1_000) {
      keepNewest();
    }
  }

  private void keepNewest() {
    items.sort(Comparator.comparing(TimelineView::position));
    if (items.size() > limit) {
      items.subList(limit, items.size()).clear();
    }
  }

  QueryResult.Timeline answer() {
    keepNewest();
    return new QueryResult.Timeline(List.copyOf(items), total);
  }

  /** Sort position of an event within its millisecond: last, since it is the cause. */
  static String placeOfEvent(UUID id) {
    return "3 " + id;
  }

  static String placeOfDecision(Object eventId, String journeyId) {
    return "2 %s %s".formatted(eventId, journeyId);
  }

  /** Sort position of a log entry or a send: later entries of an instance's log come first. */
  static String placeOfMovement(Object instance, int number) {
    return "1 %s %010d".formatted(instance, Integer.MAX_VALUE - number);
  }
}
