/** Results of commands and receipts for events. */
@NullMarked
package dev.sojourn.topics.result;

import org.jspecify.annotations.NullMarked;
