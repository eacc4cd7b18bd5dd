package dev.sojourn.processor.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Change made by a command, as shown in the audit log: small, and without secrets.
 *
 * @param before null when there was nothing
 * @param after null when nothing was done
 */
public record AuditChange(
    @Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {

  /** The change of a refused command about whose target nothing is known. */
  public static final AuditChange NONE = new AuditChange(null, null);

  /** Whether nothing changed. */
  boolean isNothing() {
    return before == null ? after == null : before.equals(after);
  }
}
