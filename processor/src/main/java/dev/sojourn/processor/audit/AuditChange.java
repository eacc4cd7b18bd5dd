package dev.sojourn.processor.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command has changed, as the audit log shows it: small, and without secrets.
 *
 * @param before null when there was nothing
 * @param after null when nothing was done
 */
public record AuditChange(
    @Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {

  /** Of what was refused when nothing is known of it. */
  public static final AuditChange NONE = new AuditChange(null, null);

  /** Whether all is as it was. */
  boolean isNothing() {
    return before == null ? after == null : before.equals(after);
  }
}
