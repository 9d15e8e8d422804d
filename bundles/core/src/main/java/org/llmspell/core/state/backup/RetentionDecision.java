package org.llmspell.core.state.backup;

/**
 * Whether a backup stays.
 *
 * @param backupId the backup
 * @param retain whether it stays
 * @param priority how much it is worth
 * @param reason why
 */
public record RetentionDecision(
    String backupId, boolean retain, RetentionPriority priority, String reason) {}
