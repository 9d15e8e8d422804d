package org.llmspell.state.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupUsage;
import org.llmspell.core.state.backup.RetentionDecision;
import org.llmspell.core.state.backup.RetentionReport;

/** Deletes backups. For one thread. */
final class Cleanup {
  private final Workshop shop;
  private final BackupEvents events;
  private final Instant now;

  Cleanup(Workshop shop, BackupEvents events, Instant now) {
    this.shop = shop;
    this.events = events;
    this.now = now;
  }

  /** The policy of the settings: what is neither young nor among the newest goes. */
  static RetentionPolicy policy(BackupSettings settings) {
    List<RetentionPolicy> policies = new ArrayList<>();
    policies.add(new RetentionPolicy.TimeBased(settings.maxAge()));
    policies.add(new RetentionPolicy.CountBased(settings.maxBackups()));
    if (settings.keepImportant()) {
      policies.add(new RetentionPolicy.ImportanceBased());
    }
    return new RetentionPolicy.ProtectingParents(new RetentionPolicy.Composite(policies));
  }

  /** Deletes what the policy does not keep, children before their parents. */
  RetentionReport run(boolean dryRun) {
    long start = System.nanoTime();
    events.tell("cleanup.started", "dry_run", dryRun);
    try (BackupFolder.Held _ = shop.folder().lock()) {
      List<BackupInfo> backups = shop.folder().list();
      List<RetentionDecision> decisions = policy(shop.settings()).decide(backups, now);
      Map<String, BackupInfo> byId =
          backups.stream().collect(Collectors.toMap(BackupInfo::id, backup -> backup));
      long deleted = 0;
      long freed = 0;
      for (RetentionDecision decision : decisions) { // the newest first
        BackupInfo backup = byId.get(decision.backupId());
        if (!decision.retain() && backup != null) {
          if (!dryRun) {
            remove(backup, decision.reason());
          }
          deleted++;
          freed += backup.sizeBytes();
        }
      }
      if (!dryRun) {
        shop.folder().clean();
      }
      var report =
          new RetentionReport(
              dryRun,
              backups.size(),
              backups.size() - deleted,
              deleted,
              freed,
              decisions,
              (System.nanoTime() - start) / 1_000_000);
      events.tell(
          "cleanup.completed",
          "dry_run",
          dryRun,
          "deleted_count",
          deleted,
          "retained_count",
          report.retainedCount(),
          "space_freed",
          freed);
      return report;
    }
  }

  private void remove(BackupInfo backup, String reason) {
    shop.folder().delete(backup.id());
    events.tell(
        "backup.deleted",
        "backup_id",
        backup.id(),
        "size_bytes",
        backup.sizeBytes(),
        "reason",
        reason);
  }

  /** Deletes one backup, unless others build on it. */
  BackupInfo delete(String id) {
    try (BackupFolder.Held _ = shop.folder().lock()) {
      BackupInfo backup = shop.folder().require(id);
      List<String> children =
          shop.folder().list().stream()
              .filter(other -> id.equals(other.parentId()))
              .map(BackupInfo::id)
              .toList();
      if (!children.isEmpty()) {
        throw SpellException.validation(
            "backup_id",
            "Backup '%s' can not be deleted: %s builds on it. Delete that first"
                .formatted(id, String.join(", ", children)));
      }
      remove(backup, "it was asked for");
      return backup;
    }
  }

  /** What backups take. */
  static BackupUsage usage(List<BackupInfo> backups) {
    long incremental = backups.stream().filter(BackupInfo::incremental).count();
    return new BackupUsage(
        backups.size(),
        backups.stream().mapToLong(BackupInfo::sizeBytes).sum(),
        backups.size() - incremental,
        incremental,
        backups.stream().map(BackupInfo::createdAt).min(Instant::compareTo).orElse(null),
        backups.stream().map(BackupInfo::createdAt).max(Instant::compareTo).orElse(null));
  }
}
