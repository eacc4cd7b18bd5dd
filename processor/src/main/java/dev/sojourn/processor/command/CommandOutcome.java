package dev.sojourn.processor.command;

import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.topics.result.Result;

/** The result of a command, and the change to audit. */
public record CommandOutcome(Result result, AuditChange change) {}
