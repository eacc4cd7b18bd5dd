/** Webhooks of email providers, and the events they become. */
@NullMarked
package dev.sojourn.http.webhook;

import org.jspecify.annotations.NullMarked;
