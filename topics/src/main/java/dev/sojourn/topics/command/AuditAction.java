package dev.sojourn.topics.command;

/**
 * Audit action of a command.
 *
 * @param action the kind of resource and a verb, such as {@code journey.toggle}
 * @param resource such as {@code journey}
 * @param resourceId which one
 */
public record AuditAction(String action, String resource, String resourceId) {}
