package org.llmspell.state.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.RetentionDecision;
import org.llmspell.core.state.backup.RetentionPriority;

/** Says which backups stay. */
sealed interface RetentionPolicy {

  /**
   * A decision for each backup, in the same order.
   *
   * @param backups the newest first
   */
  List<RetentionDecision> decide(List<BackupInfo> backups, Instant now);

  /** Keeps those up to an age. */
  record TimeBased(Duration maxAge) implements RetentionPolicy {
    @Override
    public List<RetentionDecision> decide(List<BackupInfo> backups, Instant now) {
      return backups.stream().map(backup -> decide(backup, now)).toList();
    }

    private RetentionDecision decide(BackupInfo backup, Instant now) {
      Duration age = Duration.between(backup.createdAt(), now);
      boolean retain = age.compareTo(maxAge) <= 0;
      boolean young = age.compareTo(maxAge.dividedBy(2)) < 0;
      return new RetentionDecision(
          backup.id(),
          retain,
          young
              ? RetentionPriority.IMPORTANT
              : retain ? RetentionPriority.STANDARD : RetentionPriority.LOW,
          "its age is %s of at most %s".formatted(words(age), words(maxAge)));
    }

    private static String words(Duration time) {
      if (time.toDays() > 1) {
        return time.toDays() + " days";
      }
      return time.toHours() > 1 ? time.toHours() + " hours" : time.toSeconds() + " seconds";
    }
  }

  /** Keeps the newest ones. */
  record CountBased(int maxCount) implements RetentionPolicy {
    @Override
    public List<RetentionDecision> decide(List<BackupInfo> backups, Instant now) {
      List<RetentionDecision> decisions = new ArrayList<>();
      for (int i = 0; i < backups.size(); i++) {
        boolean retain = i < maxCount;
        decisions.add(
            new RetentionDecision(
                backups.get(i).id(),
                retain,
                i < (maxCount + 1) / 2
                    ? RetentionPriority.IMPORTANT
                    : retain ? RetentionPriority.STANDARD : RetentionPriority.LOW,
                "it is number %d of at most %d".formatted(i + 1, maxCount)));
      }
      return decisions;
    }
  }

  /** Keeps full ones, and the first of each 24 hours. */
  record ImportanceBased() implements RetentionPolicy {
    private static final Duration WINDOW = Duration.ofDays(1);

    @Override
    public List<RetentionDecision> decide(List<BackupInfo> backups, Instant now) {
      Set<String> firsts = firsts(backups);
      List<RetentionDecision> decisions = new ArrayList<>();
      boolean newest = true;
      for (BackupInfo backup : backups) {
        if (!backup.incremental() && newest) {
          newest = false;
          decisions.add(decision(backup, RetentionPriority.CRITICAL, "it is the newest full one"));
        } else if (firsts.contains(backup.id())) {
          decisions.add(
              decision(backup, RetentionPriority.IMPORTANT, "it is the first of its 24 hours"));
        } else if (!backup.incremental()) {
          decisions.add(decision(backup, RetentionPriority.IMPORTANT, "it is a full one"));
        } else {
          decisions.add(decision(backup, RetentionPriority.STANDARD, "it is incremental"));
        }
      }
      return decisions;
    }

    private static Set<String> firsts(List<BackupInfo> backups) {
      Set<String> firsts = new HashSet<>();
      Instant windowEnd = Instant.MIN;
      for (BackupInfo backup : backups.reversed()) {
        if (!backup.createdAt().isBefore(windowEnd)) {
          firsts.add(backup.id());
          windowEnd = backup.createdAt().plus(WINDOW);
        }
      }
      return firsts;
    }

    private static RetentionDecision decision(
        BackupInfo backup, RetentionPriority priority, String reason) {
      boolean retain = priority.compareTo(RetentionPriority.IMPORTANT) >= 0;
      return new RetentionDecision(backup.id(), retain, priority, reason);
    }
  }

  /** Keeps what any of its policies keeps. */
  record Composite(List<RetentionPolicy> policies) implements RetentionPolicy {

    /** Copies the policies. */
    public Composite {
      policies = List.copyOf(policies);
    }

    @Override
    public List<RetentionDecision> decide(List<BackupInfo> backups, Instant now) {
      Map<String, List<RetentionDecision>> all = new HashMap<>();
      for (RetentionPolicy policy : policies) {
        policy
            .decide(backups, now)
            .forEach(one -> all.computeIfAbsent(one.backupId(), _ -> new ArrayList<>()).add(one));
      }
      return backups.stream()
          .map(backup -> joined(all.getOrDefault(backup.id(), List.of())))
          .toList();
    }

    private static RetentionDecision joined(List<RetentionDecision> decisions) {
      return new RetentionDecision(
          decisions.getFirst().backupId(),
          decisions.stream().anyMatch(RetentionDecision::retain),
          decisions.stream()
              .map(RetentionDecision::priority)
              .max(RetentionPriority::compareTo)
              .orElseThrow(),
          decisions.stream().map(RetentionDecision::reason).collect(Collectors.joining("; ")));
    }
  }

  /** Keeps what another policy keeps, and what that builds on. */
  record ProtectingParents(RetentionPolicy policy) implements RetentionPolicy {
    @Override
    public List<RetentionDecision> decide(List<BackupInfo> backups, Instant now) {
      Map<String, BackupInfo> byId =
          backups.stream().collect(Collectors.toMap(BackupInfo::id, backup -> backup));
      List<RetentionDecision> decisions = policy.decide(backups, now);
      Map<String, String> neededBy = new HashMap<>();
      for (RetentionDecision decision : decisions) {
        if (decision.retain()) {
          BackupInfo child = byId.get(decision.backupId());
          while (child != null && child.parentId() != null) {
            if (neededBy.putIfAbsent(child.parentId(), child.id()) != null) {
              break;
            }
            child = byId.get(child.parentId());
          }
        }
      }
      return decisions.stream().map(decision -> protect(decision, neededBy)).toList();
    }

    private static RetentionDecision protect(
        RetentionDecision decision, Map<String, String> neededBy) {
      String child = neededBy.get(decision.backupId());
      return child == null
          ? decision
          : new RetentionDecision(
              decision.backupId(),
              true,
              RetentionPriority.CRITICAL,
              "%s; %s builds on it".formatted(decision.reason(), child));
    }
  }
}
