package dev.sojourn.processor.row;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Enrolments;
import dev.sojourn.journeys.person.Head;
import dev.sojourn.journeys.person.LastSend;
import dev.sojourn.journeys.person.LiveInstance;
import dev.sojourn.journeys.person.OpenGoal;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.person.SendMark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A head as bytes. The user id stands in the key. */
public final class HeadRow {

  private static final int VERSION = 1;

  /** As the first, with what is measured; written only of whom something is. */
  private static final int MEASURED = 2;

  /** As the second, with the sends that count; written only of whom some do. */
  private static final int MARKED = 3;

  private HeadRow() {}

  public static byte[] pack(Head head) {
    int form = !head.marks().isEmpty() ? MARKED : isMeasured(head) ? MEASURED : VERSION;
    Packer into = new Packer().raw(form);
    packPreferences(into, head.preferences());
    into.number(head.enrolments().size());
    head.enrolments()
        .forEach(
            (journey, past) ->
                into.text(journey)
                    .number(past.entries())
                    .number(past.counted())
                    .optionalTime(past.latest())
                    .optionalTime(past.previous())
                    .optionalTime(past.lastSentAt()));
    into.number(head.live().size());
    for (LiveInstance live : head.live()) {
      packId(into, live.id());
      into.text(live.journeyId()).number(live.version()).number(live.awaits().size());
      live.awaits().forEach(into::text);
      into.optionalTime(live.due());
    }
    if (form >= MEASURED) {
      packGoals(into, head.openGoals());
      into.number(head.heldOut().size());
      head.heldOut().forEach(into::text);
      packSends(into, head.lastSends());
    }
    if (form >= MARKED) {
      packMarks(into, head.marks());
    }
    return into.done();
  }

  private static boolean isMeasured(Head head) {
    return !head.openGoals().isEmpty() || !head.heldOut().isEmpty() || !head.lastSends().isEmpty();
  }

  private static void packGoals(Packer into, List<OpenGoal> goals) {
    into.number(goals.size());
    for (OpenGoal goal : goals) {
      into.text(goal.journeyId()).number(goal.version()).flag(goal.instance() != null);
      if (goal.instance() != null) {
        packId(into, goal.instance());
      }
      into.time(goal.entered()).time(goal.until()).object(goal.trigger());
    }
  }

  private static List<OpenGoal> unpackGoals(Unpacker from) {
    List<OpenGoal> goals = new ArrayList<>();
    for (int i = from.integer(); i > 0; i--) {
      goals.add(
          new OpenGoal(
              from.text(),
              from.integer(),
              from.flag() ? unpackId(from) : null,
              from.time(),
              from.time(),
              from.object()));
    }
    return goals;
  }

  private static void packSends(Packer into, Map<String, LastSend> sends) {
    into.number(sends.size());
    sends.forEach(
        (template, last) -> {
          into.text(template);
          packSend(into, last.send()).time(last.sentAt());
        });
  }

  private static Map<String, LastSend> unpackSends(Unpacker from) {
    Map<String, LastSend> sends = new LinkedHashMap<>();
    for (int i = from.integer(); i > 0; i--) {
      String template = from.text();
      sends.put(template, new LastSend(unpackSend(from), from.time()));
    }
    return sends;
  }

  private static void packMarks(Packer into, List<SendMark> marks) {
    into.number(marks.size());
    for (SendMark mark : marks) {
      packSend(into, mark.send())
          .time(mark.at())
          .text(mark.channel())
          .optionalText(mark.category());
    }
  }

  private static List<SendMark> unpackMarks(Unpacker from) {
    List<SendMark> marks = new ArrayList<>();
    for (int i = from.integer(); i > 0; i--) {
      marks.add(new SendMark(unpackSend(from), from.time(), from.text(), from.optionalText()));
    }
    return marks;
  }

  private static Packer packSend(Packer into, SendId send) {
    packId(into, send.instance());
    return into.text(send.step()).number(send.visit());
  }

  private static SendId unpackSend(Unpacker from) {
    return new SendId(unpackId(from), from.text(), from.integer());
  }

  public static Head unpack(String userId, byte[] bytes) {
    Unpacker from = new Unpacker(bytes);
    int form = from.expectOneOf(VERSION, MARKED, "a head");
    Preferences preferences = unpackPreferences(from);
    Map<String, Enrolments> enrolments = new LinkedHashMap<>();
    for (int i = from.integer(); i > 0; i--) {
      enrolments.put(
          from.text(),
          new Enrolments(
              from.integer(),
              from.integer(),
              from.optionalTime(),
              from.optionalTime(),
              from.optionalTime()));
    }
    List<LiveInstance> live = new ArrayList<>();
    for (int i = from.integer(); i > 0; i--) {
      live.add(unpackLive(from));
    }
    if (form == VERSION) {
      return new Head(userId, preferences, enrolments, live);
    }
    List<OpenGoal> goals = unpackGoals(from);
    Set<String> heldOut = new LinkedHashSet<>();
    for (int i = from.integer(); i > 0; i--) {
      heldOut.add(from.text());
    }
    Map<String, LastSend> sends = unpackSends(from);
    List<SendMark> marks = form == MARKED ? unpackMarks(from) : List.of();
    return new Head(userId, preferences, enrolments, live, goals, heldOut, sends, marks);
  }

  private static LiveInstance unpackLive(Unpacker from) {
    InstanceId id = unpackId(from);
    String journey = from.text();
    int version = from.integer();
    List<String> awaits = new ArrayList<>();
    for (int i = from.integer(); i > 0; i--) {
      awaits.add(from.text());
    }
    return new LiveInstance(id, journey, version, awaits, from.optionalTime());
  }

  private static void packPreferences(Packer into, Preferences preferences) {
    into.flag(!preferences.equals(Preferences.DEFAULT));
    if (preferences.equals(Preferences.DEFAULT)) {
      return;
    }
    into.optionalText(preferences.email())
        .flag(preferences.unsubscribedAll())
        .flag(preferences.suppressed())
        .number(preferences.bounceCount())
        .number(preferences.categories().size());
    preferences.categories().forEach((category, wanted) -> into.text(category).flag(wanted));
  }

  private static Preferences unpackPreferences(Unpacker from) {
    if (!from.flag()) {
      return Preferences.DEFAULT;
    }
    String email = from.optionalText();
    boolean unsubscribed = from.flag();
    boolean suppressed = from.flag();
    int bounces = from.integer();
    Map<String, Boolean> categories = new LinkedHashMap<>();
    for (int i = from.integer(); i > 0; i--) {
      categories.put(from.text(), from.flag());
    }
    return new Preferences(email, unsubscribed, suppressed, categories, bounces);
  }

  static void packId(Packer into, InstanceId id) {
    into.fixed(id.value().getMostSignificantBits()).fixed(id.value().getLeastSignificantBits());
  }

  static InstanceId unpackId(Unpacker from) {
    return new InstanceId(new UUID(from.fixed(), from.fixed()));
  }
}
