package dev.sojourn.processor.command;

import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.topics.result.Result;

/** The answer to a command, and what was changed for it. */
public record CommandOutcome(Result result, AuditChange change) {}
