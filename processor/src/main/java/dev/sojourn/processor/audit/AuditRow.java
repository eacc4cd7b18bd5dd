package dev.sojourn.processor.audit;

import dev.sojourn.journeys.decide.Rejection.Kind;
import dev.sojourn.processor.row.RowReader;
import dev.sojourn.processor.row.RowWriter;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.AuditAction;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Row of the audit log.
 *
 * @param id unique in an installation
 * @param userId the person concerned, null when there is none
 * @param before null when there was nothing or nothing was done
 * @param after null when nothing was done
 * @param rejected the kind of the rejection, null when the command was applied
 * @param code of the rejection, null when the command was applied or in rows of version 1
 * @param at append time
 */
public record AuditRow(
    String id,
    Actor actor,
    AuditAction auditAction,
    @Nullable String userId,
    @Nullable Map<String, Object> before,
    @Nullable Map<String, Object> after,
    @Nullable Kind rejected,
    @Nullable String code,
    Instant at) {

  private static final int VERSION = 2;

  /** Rows of this version have a number for the kind, and no code. */
  private static final int WITH_NUMBER = 1;

  /** The same row about an erased person; without before and after, which may describe them. */
  public AuditRow about(String pseudonym) {
    AuditAction told =
        auditAction.resourceId().equals(userId)
            ? new AuditAction(auditAction.action(), auditAction.resource(), pseudonym)
            : auditAction;
    return new AuditRow(id, actor, told, null, null, null, rejected, code, at);
  }

  public byte[] pack() {
    RowWriter into =
        new RowWriter()
            .raw(VERSION)
            .text(id)
            .text(actor.name())
            .optionalText(actor.keyId())
            .optionalText(actor.address())
            .text(auditAction.action())
            .text(auditAction.resource())
            .text(auditAction.resourceId())
            .optionalText(userId);
    pack(into, before);
    pack(into, after);
    return into.optionalText(rejected == null ? null : rejected.name())
        .optionalText(code)
        .time(at)
        .done();
  }

  private static void pack(RowWriter into, @Nullable Map<String, Object> facts) {
    into.flag(facts != null);
    if (facts != null) {
      into.object(facts);
    }
  }

  public static AuditRow unpack(byte[] bytes) {
    RowReader from = new RowReader(bytes);
    int version = from.expectOneOf(WITH_NUMBER, VERSION, "audit");
    return new AuditRow(
        from.text(),
        new Actor(from.text(), from.optionalText(), from.optionalText()),
        new AuditAction(from.text(), from.text(), from.text()),
        from.optionalText(),
        from.flag() ? from.object() : null,
        from.flag() ? from.object() : null,
        version == WITH_NUMBER ? kind(from.integer()) : kind(from.optionalText()),
        version == WITH_NUMBER ? null : from.optionalText(),
        from.time());
  }

  private static @Nullable Kind kind(@Nullable String name) {
    return name == null ? null : Kind.valueOf(name);
  }

  /** The kind that a row of version 1 has as a number. */
  private static @Nullable Kind kind(int number) {
    return switch (number) {
      case 200, 202 -> null;
      case 400 -> Kind.INVALID;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      case 413 -> Kind.TOO_LARGE;
      default -> Kind.FAILED;
    };
  }
}
