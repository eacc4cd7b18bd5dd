package dev.sojourn.processor.query;

import dev.sojourn.processor.query.Answer.TimelineView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The newest of what happened to a person, gathered in any order. Newest first; within one
 * millisecond an effect comes before its cause, so that the list read from its end is the story.
 */
final class Timeline {

  static final String EVENT = "event";
  static final String DECISION = "decision";
  static final String TRANSITION = "transition";
  static final String SEND = "send";

  private static final Comparator<Item> AS_IT_HAPPENED =
      Comparator.comparing((Item item) -> item.view().timestamp())
          .thenComparing(Item::rank)
          .thenComparing(Item::tie)
          .thenComparing(Item::number);

  private static final Comparator<Item> NEWEST_FIRST = AS_IT_HAPPENED.reversed();

  private final @Nullable String type;
  private final int limit;
  private final List<Item> items = new ArrayList<>();
  private long total;

  /**
   * A timeline.
   *
   * @param type of what it takes, null for everything
   * @param limit how many of the newest are kept
   */
  Timeline(@Nullable String type, int limit) {
    this.type = type;
    this.limit = limit;
  }

  /**
   * What happened.
   *
   * @param rank within one millisecond, causes first
   * @param tie and {@code number}: what comes first among equals
   */
  private record Item(TimelineView view, int rank, String tie, int number) {}

  boolean wants(String wanted) {
    return type == null || type.equals(wanted);
  }

  boolean wantsOther(String than) {
    return type == null || !type.equals(than);
  }

  void event(TimelineView view, UUID id) {
    add(new Item(view, 0, id.toString(), 0));
  }

  void decision(TimelineView view) {
    add(new Item(view, 1, view.data().get("eventId") + " " + view.data().get("journeyId"), 0));
  }

  /** A movement or a send, by its number in the log of its instance. */
  void movement(TimelineView view, String instance, int number) {
    add(new Item(view, 2, instance, number));
  }

  private void add(Item item) {
    if (!wants(item.view().type())) {
      return;
    }
    items.add(item);
    total++;
    if (items.size() > 2 * limit + 1_000) {
      keepNewest();
    }
  }

  private void keepNewest() {
    items.sort(NEWEST_FIRST);
    if (items.size() > limit) {
      items.subList(limit, items.size()).clear();
    }
  }

  Answer.Timeline answer() {
    keepNewest();
    return new Answer.Timeline(items.stream().map(Item::view).toList(), total);
  }
}
