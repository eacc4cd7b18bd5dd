/** Email over SMTP. */
@NullMarked
package dev.sojourn.delivery.smtp;

import org.jspecify.annotations.NullMarked;
