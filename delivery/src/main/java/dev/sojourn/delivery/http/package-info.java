/** Providers behind HTTP: Resend, message webhooks, and the webhooks of journeys. */
@NullMarked
package dev.sojourn.delivery.http;

import org.jspecify.annotations.NullMarked;
