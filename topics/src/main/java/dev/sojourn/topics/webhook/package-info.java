/** Signatures of outgoing and incoming webhook calls. */
@NullMarked
package dev.sojourn.topics.webhook;

import org.jspecify.annotations.NullMarked;
