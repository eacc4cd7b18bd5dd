package dev.sojourn.processor.instance;

import dev.sojourn.journeys.instance.BufferedEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogAction;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.processor.row.RowReader;
import dev.sojourn.processor.row.RowWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Row of an instance, including its log. The id is in the key. */
public final class InstanceRow {

  private static final int VERSION = 1;

  /** Version 1 plus the time of expiry; written only for instances that expire. */
  private static final int EXPIRING = 2;

  private static final int AS_TEXT = 0;

  /** These actions take one byte; others are written as text. Only ever append to this list. */
  private static final List<StandardAction> ACTIONS =
      List.of(
          StandardAction.ENTERED,
          StandardAction.EMAIL_SENT,
          StandardAction.SEND_SKIPPED,
          StandardAction.WAITED,
          StandardAction.EVENT_RECEIVED,
          StandardAction.TIMED_OUT,
          StandardAction.BRANCHED,
          StandardAction.CONTACT_UPDATED,
          StandardAction.EVENT_EMITTED,
          StandardAction.CHECKPOINT,
          StandardAction.COMPLETED,
          StandardAction.EXITED,
          StandardAction.FAILED,
          StandardAction.CANCELLED,
          StandardAction.SEND_FAILED,
          StandardAction.SPLIT,
          StandardAction.GOAL_REACHED,
          StandardAction.WEBHOOK_CALLED,
          StandardAction.WEBHOOK_FAILED,
          StandardAction.SEND_HELD,
          StandardAction.SMS_SENT,
          StandardAction.PUSH_SENT);

  /** The code of each action that has one: its position in the list, from 1. */
  private static final Map<StandardAction, Integer> CODES = codes();

  private static Map<StandardAction, Integer> codes() {
    Map<StandardAction, Integer> codes = new EnumMap<>(StandardAction.class);
    ACTIONS.forEach(action -> codes.put(action, codes.size() + 1));
    return codes;
  }

  private static final int SLEEPING = 1;
  private static final int AWAITING = 2;
  private static final int SENDING = 3;
  private static final int HELD = 4;

  /**
   * The wait states above plus the number of deferred emissions; written only when there are any.
   */
  private static final int SENDING_DEFERRED = 5;

  private static final int HELD_DEFERRED = 6;

  private static final int QUIET = 7;

  private InstanceRow() {}

  public static byte[] pack(Instance instance) {
    RowWriter into =
        new RowWriter()
            .raw(instance.expiresAt() == null ? VERSION : EXPIRING)
            .text(instance.userId())
            .text(instance.journeyId())
            .number(instance.version())
            .fixed(instance.eventId().getMostSignificantBits())
            .fixed(instance.eventId().getLeastSignificantBits())
            .text(instance.eventName())
            .text(instance.email())
            .object(instance.context())
            .number(instance.entry())
            .raw(code(instance.status()))
            .text(instance.node())
            .number(instance.visits())
            .number(instance.depth());
    packPark(into, instance.waitState());
    packCaught(into, instance.bufferedEvent());
    into.optionalText(instance.error()).time(instance.updatedAt()).optionalTime(instance.endedAt());
    if (instance.expiresAt() != null) {
      into.time(instance.expiresAt());
    }
    packLog(into, instance.log(), instance.createdAt());
    return into.done();
  }

  public static Instance unpack(InstanceId id, byte[] bytes) {
    RowReader from = new RowReader(bytes);
    int version = from.expectOneOf(VERSION, EXPIRING, "an instance");
    Instant created = Instant.ofEpochMilli(id.createdMs());
    return new Instance(
        id,
        from.text(),
        from.text(),
        from.integer(),
        new UUID(from.fixed(), from.fixed()),
        from.text(),
        from.text(),
        from.object(),
        from.integer(),
        status(from.raw()),
        from.text(),
        from.integer(),
        from.integer(),
        unpackPark(from, id),
        unpackCaught(from),
        from.optionalText(),
        created,
        from.time(),
        from.optionalTime(),
        version == EXPIRING ? from.time() : null,
        unpackLog(from, created));
  }

  private static int code(LogAction action) {
    return action instanceof StandardAction standard
        ? CODES.getOrDefault(standard, AS_TEXT)
        : AS_TEXT;
  }

  private static int code(Status status) {
    return status.json().charAt(0);
  }

  private static Status status(int code) {
    for (Status status : Status.values()) {
      if (code(status) == code) {
        return status;
      }
    }
    throw new IllegalStateException("expected the code of a status, found " + code);
  }

  private static void packPark(RowWriter into, @Nullable WaitState waitState) {
    if (waitState instanceof WaitState.Timer sleeping) {
      into.raw(SLEEPING).time(sleeping.until());
    } else if (waitState instanceof WaitState.Event awaiting) {
      into.raw(AWAITING).text(awaiting.event()).time(awaiting.deadline());
    } else if (waitState instanceof WaitState.Outcome sending) {
      packSend(into, SENDING, SENDING_DEFERRED, sending.send(), sending.deferred())
          .number(sending.attempt())
          .time(sending.since())
          .optionalTime(sending.retryAt());
    } else if (waitState instanceof WaitState.Held held) {
      packSend(into, HELD, HELD_DEFERRED, held.send(), held.deferred())
          .number(held.attempt())
          .time(held.since());
    } else if (waitState instanceof WaitState.QuietHours quiet) {
      into.raw(QUIET)
          .text(quiet.send().step())
          .number(quiet.send().visit())
          .number(quiet.attempt())
          .number(quiet.deferred())
          .time(quiet.since())
          .time(quiet.until());
    } else {
      into.raw(0);
    }
  }

  private static RowWriter packSend(
      RowWriter into, int plain, int counted, SendId send, int deferred) {
    into.raw(deferred == 0 ? plain : counted);
    if (deferred > 0) {
      into.number(deferred);
    }
    return into.text(send.step()).number(send.visit());
  }

  private static @Nullable WaitState unpackPark(RowReader from, InstanceId id) {
    int kind = from.raw();
    return switch (kind) {
      case SLEEPING -> new WaitState.Timer(from.time());
      case AWAITING -> new WaitState.Event(from.text(), from.time());
      case SENDING, SENDING_DEFERRED -> {
        int deferred = kind == SENDING ? 0 : from.integer();
        yield new WaitState.Outcome(
            new SendId(id, from.text(), from.integer()),
            from.integer(),
            deferred,
            from.time(),
            from.optionalTime());
      }
      case HELD, HELD_DEFERRED -> {
        int deferred = kind == HELD ? 0 : from.integer();
        yield new WaitState.Held(
            new SendId(id, from.text(), from.integer()), from.integer(), deferred, from.time());
      }
      case QUIET ->
          new WaitState.QuietHours(
              new SendId(id, from.text(), from.integer()),
              from.integer(),
              from.integer(),
              from.time(),
              from.time());
      default -> null;
    };
  }

  private static void packCaught(RowWriter into, @Nullable BufferedEvent bufferedEvent) {
    into.flag(bufferedEvent != null);
    if (bufferedEvent != null) {
      into.text(bufferedEvent.step())
          .fixed(bufferedEvent.eventId().getMostSignificantBits())
          .fixed(bufferedEvent.eventId().getLeastSignificantBits())
          .time(bufferedEvent.at())
          .number(bufferedEvent.depth());
    }
  }

  private static @Nullable BufferedEvent unpackCaught(RowReader from) {
    return from.flag()
        ? new BufferedEvent(
            from.text(), new UUID(from.fixed(), from.fixed()), from.time(), from.integer())
        : null;
  }

  /** A separate piece of a log. */
  public static byte[] packLog(List<LogEntry> log, Instant base) {
    RowWriter into = new RowWriter().raw(VERSION);
    packLog(into, log, base);
    return into.done();
  }

  public static List<LogEntry> unpackLog(byte[] bytes, Instant base) {
    return unpackLog(new RowReader(bytes).expect(VERSION, "log"), base);
  }

  private static void packLog(RowWriter into, List<LogEntry> log, Instant base) {
    into.number(log.size());
    for (LogEntry entry : log) {
      int code = code(entry.action());
      into.number(entry.number()).number(code);
      if (code == AS_TEXT) {
        into.text(entry.action().word());
      }
      into.optionalText(entry.from()).optionalText(entry.to()).flag(entry.detail() != null);
      if (entry.detail() != null) {
        into.object(entry.detail());
      }
      // Relative to the creation time: one to four bytes instead of six.
      into.number(Math.max(0, entry.at().toEpochMilli() - base.toEpochMilli()));
    }
  }

  private static List<LogEntry> unpackLog(RowReader from, Instant base) {
    List<LogEntry> log = new ArrayList<>();
    for (int i = from.integer(); i > 0; i--) {
      int number = from.integer();
      int code = from.integer();
      LogAction action = code == AS_TEXT ? LogAction.named(from.text()) : ACTIONS.get(code - 1);
      String left = from.optionalText();
      String entered = from.optionalText();
      Map<String, Object> detail = from.flag() ? from.object() : null;
      log.add(new LogEntry(number, left, entered, action, detail, base.plusMillis(from.number())));
    }
    return log;
  }
}
