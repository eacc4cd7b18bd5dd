package dev.sojourn.topics.command;

/**
 * What a command does, as the audit log calls it.
 *
 * @param action the kind of resource and a verb, such as {@code journey.toggle}
 * @param resource such as {@code journey}
 * @param resourceId which one
 */
public record AuditAction(String action, String resource, String resourceId) {}
