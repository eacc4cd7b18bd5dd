package dev.sojourn.processor.heart;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command has changed, as the audit log shows it: small, and without secrets.
 *
 * @param before null when there was nothing
 * @param after null when nothing was done
 */
record Change(@Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {

  /** Of what was refused when nothing is known of it. */
  static final Change NONE = new Change(null, null);

  /** Whether all is as it was. */
  boolean isNothing() {
    return before == null ? after == null : before.equals(after);
  }
}
