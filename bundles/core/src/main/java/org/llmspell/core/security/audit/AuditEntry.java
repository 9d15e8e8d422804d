package org.llmspell.core.security.audit;

import org.jspecify.annotations.Nullable;

/**
 * A security decision.
 *
 * @param allowed whether it was allowed
 * @param rule the rule, such as {@code security_level} or {@code file_access}
 * @param action what was tried, such as {@code call}, {@code read} or {@code connect}
 * @param target on what: a tool, a path, a host
 * @param reason why it was decided so
 * @param caller on whose behalf, when known: a session or user
 */
public record AuditEntry(
    boolean allowed,
    String rule,
    String action,
    String target,
    String reason,
    @Nullable String caller) {}
