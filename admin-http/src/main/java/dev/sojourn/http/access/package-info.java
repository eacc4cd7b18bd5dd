/** API keys, permissions, rate limits and the audit log. */
@NullMarked
package dev.sojourn.http.access;

import org.jspecify.annotations.NullMarked;
