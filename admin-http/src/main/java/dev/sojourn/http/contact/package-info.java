/** Contacts, their preferences and their timeline. */
@NullMarked
package dev.sojourn.http.contact;

import org.jspecify.annotations.NullMarked;
