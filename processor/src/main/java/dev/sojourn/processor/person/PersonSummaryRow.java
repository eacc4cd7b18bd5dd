package dev.sojourn.processor.person;

import dev.sojourn.journeys.engagement.LastSend;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.ActiveInstance;
import dev.sojourn.journeys.person.EntryHistory;
import dev.sojourn.journeys.person.OpenGoal;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.sending.CapEntry;
import dev.sojourn.processor.row.RowReader;
import dev.sojourn.processor.row.RowWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Row of a person summary. The user id is in the key. */
public final class PersonSummaryRow {

  private static final int VERSION = 1;

  /** Version 1 plus goals, holdouts and last sends; written only when the person has any. */
  private static final int MEASURED = 2;

  /** Version 2 plus the sends that count against caps; written only when there are any. */
  private static final int MARKED = 3;

  private PersonSummaryRow() {}

  public static byte[] pack(PersonSummary summary) {
    int form = !summary.capEntries().isEmpty() ? MARKED : isMeasured(summary) ? MEASURED : VERSION;
    RowWriter into = new RowWriter().raw(form);
    packPreferences(into, summary.preferences());
    into.number(summary.enrolments().size());
    summary
        .enrolments()
        .forEach(
            (journey, past) ->
                into.text(journey)
                    .number(past.entries())
                    .number(past.countedEntries())
                    .optionalTime(past.latest())
                    .optionalTime(past.previous())
                    .optionalTime(past.lastSentAt()));
    into.number(summary.live().size());
    for (ActiveInstance live : summary.live()) {
      packId(into, live.id());
      into.text(live.journeyId()).number(live.version()).number(live.subscribedEvents().size());
      live.subscribedEvents().forEach(into::text);
      into.optionalTime(live.due());
    }
    if (form >= MEASURED) {
      packGoals(into, summary.openGoals());
      into.number(summary.heldOut().size());
      summary.heldOut().forEach(into::text);
      packSends(into, summary.lastSends());
    }
    if (form >= MARKED) {
      packMarks(into, summary.capEntries());
    }
    return into.done();
  }

  private static boolean isMeasured(PersonSummary summary) {
    return !summary.openGoals().isEmpty()
        || !summary.heldOut().isEmpty()
        || !summary.lastSends().isEmpty();
  }

  private static void packGoals(RowWriter into, List<OpenGoal> goals) {
    into.number(goals.size());
    for (OpenGoal goal : goals) {
      into.text(goal.journeyId()).number(goal.version()).flag(goal.instance() != null);
      if (goal.instance() != null) {
        packId(into, goal.instance());
      }
      into.time(goal.entered()).time(goal.until()).object(goal.trigger());
    }
  }

  private static List<OpenGoal> unpackGoals(RowReader from) {
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

  private static void packSends(RowWriter into, Map<String, LastSend> sends) {
    into.number(sends.size());
    sends.forEach(
        (template, last) -> {
          into.text(template);
          packSend(into, last.send()).time(last.sentAt());
        });
  }

  private static Map<String, LastSend> unpackSends(RowReader from) {
    Map<String, LastSend> sends = new LinkedHashMap<>();
    for (int i = from.integer(); i > 0; i--) {
      String template = from.text();
      sends.put(template, new LastSend(unpackSend(from), from.time()));
    }
    return sends;
  }

  private static void packMarks(RowWriter into, List<CapEntry> capEntries) {
    into.number(capEntries.size());
    for (CapEntry mark : capEntries) {
      packSend(into, mark.send())
          .time(mark.at())
          .text(mark.channel())
          .optionalText(mark.category());
    }
  }

  private static List<CapEntry> unpackMarks(RowReader from) {
    List<CapEntry> capEntries = new ArrayList<>();
    for (int i = from.integer(); i > 0; i--) {
      capEntries.add(new CapEntry(unpackSend(from), from.time(), from.text(), from.optionalText()));
    }
    return capEntries;
  }

  private static RowWriter packSend(RowWriter into, SendId send) {
    packId(into, send.instance());
    return into.text(send.step()).number(send.visit());
  }

  private static SendId unpackSend(RowReader from) {
    return new SendId(unpackId(from), from.text(), from.integer());
  }

  public static PersonSummary unpack(String userId, byte[] bytes) {
    RowReader from = new RowReader(bytes);
    int form = from.expectOneOf(VERSION, MARKED, "a head");
    Preferences preferences = unpackPreferences(from);
    Map<String, EntryHistory> enrolments = new LinkedHashMap<>();
    for (int i = from.integer(); i > 0; i--) {
      enrolments.put(
          from.text(),
          new EntryHistory(
              from.integer(),
              from.integer(),
              from.optionalTime(),
              from.optionalTime(),
              from.optionalTime()));
    }
    List<ActiveInstance> live = new ArrayList<>();
    for (int i = from.integer(); i > 0; i--) {
      live.add(unpackLive(from));
    }
    if (form == VERSION) {
      return new PersonSummary(userId, preferences, enrolments, live);
    }
    List<OpenGoal> goals = unpackGoals(from);
    Set<String> heldOut = new LinkedHashSet<>();
    for (int i = from.integer(); i > 0; i--) {
      heldOut.add(from.text());
    }
    Map<String, LastSend> sends = unpackSends(from);
    List<CapEntry> capEntries = form == MARKED ? unpackMarks(from) : List.of();
    return new PersonSummary(
        userId, preferences, enrolments, live, goals, heldOut, sends, capEntries);
  }

  private static ActiveInstance unpackLive(RowReader from) {
    InstanceId id = unpackId(from);
    String journey = from.text();
    int version = from.integer();
    List<String> awaits = new ArrayList<>();
    for (int i = from.integer(); i > 0; i--) {
      awaits.add(from.text());
    }
    return new ActiveInstance(id, journey, version, awaits, from.optionalTime());
  }

  private static void packPreferences(RowWriter into, Preferences preferences) {
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

  private static Preferences unpackPreferences(RowReader from) {
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

  static void packId(RowWriter into, InstanceId id) {
    into.fixed(id.value().getMostSignificantBits()).fixed(id.value().getLeastSignificantBits());
  }

  static InstanceId unpackId(RowReader from) {
    return new InstanceId(new UUID(from.fixed(), from.fixed()));
  }
}
