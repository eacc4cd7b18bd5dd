/** What comes back of mails: from their readers, and from those who delivered them. */
@NullMarked
package dev.sojourn.http.mail;

import org.jspecify.annotations.NullMarked;
